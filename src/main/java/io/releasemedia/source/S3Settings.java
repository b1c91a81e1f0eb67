package io.releasemedia.source;

import io.releasemedia.net.WebUrl;
import java.util.Map;

/**
 * Where a storage service with the S3 protocol is, and who asks.
 *
 * @param endpoint its URL such as {@code https://storage.googleapis.com}; empty: AWS
 * @param region what requests are signed for
 * @param accessKey empty: requests are not signed
 * @param secretKey empty: requests are not signed
 * @param sessionToken of temporary credentials; empty: none
 * @param pathStyle whether the bucket is written into the path instead of the host name
 */
public record S3Settings(
        String endpoint, String region, String accessKey, String secretKey, String sessionToken, boolean pathStyle) {

    /** AWS, without credentials: for public buckets. */
    public static final S3Settings ANONYMOUS = new S3Settings("", "us-east-1", "", "", "", false);

    /**
     * What the variables that AWS's own tools use say: {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code
     * AWS_SESSION_TOKEN}, {@code AWS_REGION} or {@code AWS_DEFAULT_REGION}, {@code AWS_ENDPOINT_URL_S3} or {@code
     * AWS_ENDPOINT_URL}. An endpoint of one's own is asked in path style, which all of them understand.
     */
    public static S3Settings fromEnvironment(Map<String, String> environment) {
        String endpoint = first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        String region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
        return new S3Settings(
                endpoint,
                region.isEmpty() ? ANONYMOUS.region() : region,
                environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                environment.getOrDefault("AWS_SESSION_TOKEN", ""),
                !endpoint.isEmpty());
    }

    /** Whether requests go out unsigned. */
    public boolean isAnonymous() {
        return accessKey.isEmpty() || secretKey.isEmpty();
    }

    private static String first(Map<String, String> environment, String name, String other) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? environment.getOrDefault(other, "") : value;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "S3Settings[endpoint=" + WebUrl.redacted(endpoint) + ", region=" + region + ", anonymous="
                + isAnonymous() + "]";
    }
}
