package io.releasemedia.source;

import io.releasemedia.net.WebUrl;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests with AWS Signature Version 4, through the signer of AWS's own SDK.
 *
 * <p>Host and date are signed; headers that are added later, such as {@code Range}, need not be.
 */
final class S3Signer implements HttpFile.Signer {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity;
    private final String region;

    S3Signer(S3Settings settings) {
        this.identity = settings.sessionToken().isEmpty()
                ? AwsCredentialsIdentity.create(settings.accessKey(), settings.secretKey())
                : AwsSessionCredentialsIdentity.create(
                        settings.accessKey(), settings.secretKey(), settings.sessionToken());
        this.region = settings.region();
    }

    @Override
    public Map<String, String> headers(WebUrl url) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol(url.scheme())
                .host(url.host())
                .port(url.port())
                .encodedPath(url.target())
                .putHeader("Host", url.authority())
                .build();
        var signed = signer.sign(r -> r.identity(identity)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        Map<String, String> headers = new HashMap<>();
        signed.request().forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("Host");
        return headers;
    }
}
