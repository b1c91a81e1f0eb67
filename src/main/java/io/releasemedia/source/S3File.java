package io.releasemedia.source;

import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An object of a storage service with the S3 protocol: an {@link HttpFile} whose requests are signed.
 *
 * <p>The URL follows the S3 API's rules for virtual-hosted and path-style requests; a bucket whose name is no single
 * host label is asked in path style, because no certificate covers it otherwise.
 */
final class S3File {

    private static final String SCHEME = "s3://";
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]*[a-z0-9]");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

    private S3File() {}

    static boolean isS3Url(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** @param url {@code s3://bucket/key}, the key as it is, without percent escapes */
    static HttpFile open(WebClient client, S3Settings settings, String url, Budget budget)
            throws UnsupportedUrlException {
        int slash = url.indexOf('/', SCHEME.length());
        String bucket = slash < 0 ? "" : url.substring(SCHEME.length(), slash);
        String key = slash < 0 ? "" : url.substring(slash + 1);
        if (!BUCKET.matcher(bucket).matches() || key.isEmpty()) {
            throw new UnsupportedUrlException(url, "not of the form s3://bucket/key");
        }
        HttpFile.Signer signer = settings.isAnonymous() ? HttpFile.Signer.NONE : new S3Signer(settings);
        return new HttpFile(client, address(settings, bucket, key), SCHEME + bucket + "/" + key, signer, budget);
    }

    /** Where an object is asked for. */
    static WebUrl address(S3Settings settings, String bucket, String key) throws UnsupportedUrlException {
        WebUrl endpoint;
        try {
            endpoint = WebUrl.parse(settings.endpoint().isEmpty() ? amazon(settings.region()) : settings.endpoint());
        } catch (InvalidUrlException e) {
            throw new UnsupportedUrlException(
                    WebUrl.redacted(settings.endpoint()), "not an S3 endpoint: " + e.getMessage());
        }
        String path = endpoint.path().endsWith("/") ? endpoint.path() : endpoint.path() + "/";
        boolean inPath = settings.pathStyle() || !HOST_LABEL.matcher(bucket).matches();
        return new WebUrl(
                endpoint.scheme(),
                inPath ? endpoint.host() : bucket + "." + endpoint.host(),
                endpoint.port(),
                path + (inPath ? bucket + "/" : "") + encoded(key));
    }

    private static String amazon(String region) {
        return "https://s3." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
    }

    /** Percent-encoded as the signature's specification demands: all but unreserved characters and slashes. */
    private static String encoded(String key) {
        StringBuilder text = new StringBuilder(key.length() + 16);
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (plain || "-._~/".indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            }
        }
        return text.toString();
    }
}
