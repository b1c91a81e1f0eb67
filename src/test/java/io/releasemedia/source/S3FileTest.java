package io.releasemedia.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebClientSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server of the S3 protocol, which checks the signatures. */
class S3FileTest {

    private static final String CONTENT = "0123456789".repeat(1000);

    private static BlobStoreContext context;
    private static S3Proxy signed;
    private static S3Proxy named;
    private static S3Proxy open;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        // By its metadata, because a look-up by name would load the metadata of every cloud there is.
        context = ContextBuilder.newBuilder(new TransientApiMetadata()).build(BlobStoreContext.class);
        BlobStore store = context.getBlobStore();
        store.createContainerInLocation(null, "bucket");
        for (String key :
                List.of("a.mp3", "2_Demo Workspace/releases/ä+b (1) 100%.mp3", "a//b/../c.mp3", "~'!*;:@&=$,?#[]")) {
            store.putBlob("bucket", store.blobBuilder(key).payload(CONTENT).build());
        }
        signed = server(builder(store).awsAuthentication(AuthenticationType.AWS_V4, "key", "secret"));
        named = server(builder(store)
                .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
                .virtualHost("s3.test"));
        open = server(builder(store));
    }

    private static S3Proxy.Builder builder(BlobStore store) {
        return S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.NONE, "", "");
    }

    private static S3Proxy server(S3Proxy.Builder builder) throws Exception {
        S3Proxy proxy = builder.build();
        proxy.start();
        return proxy;
    }

    @AfterAll
    static void stop() throws Exception {
        signed.stop();
        named.stop();
        open.stop();
        context.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mp3", "2_Demo Workspace/releases/ä+b (1) 100%.mp3", "a//b/../c.mp3", "~'!*;:@&=$,?#[]"})
    void readsRangesOfSignedObjects(String key) throws Exception {
        ByteSource file = sources(signed, "key", "secret").open("s3://bucket/" + key);
        assertThat(text(file.read(5, 10))).isEqualTo("5678901234");
        assertThat(file.length()).hasValue(CONTENT.length());
        assertThat(text(file.read(9_995, 100))).isEqualTo("56789");
        assertThat(file.cost()).isEqualTo(new Cost(15, 2));
        assertThat(file.name()).isEqualTo("s3://bucket/" + key);
    }

    @Test
    void readsWithoutCredentialsWhereThatIsAllowed() throws Exception {
        ByteSource file = sources(open, "", "").open("s3://bucket/a.mp3");
        assertThat(text(file.read(0, 4))).isEqualTo("0123");
    }

    @Test
    void readsFromTheBucketsOwnHost() throws Exception {
        WebClient client = keep(WebClient.open(WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1")), host -> {
            assertThat(host).isEqualTo("bucket.s3.test");
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }));
        S3Settings settings =
                new S3Settings("http://s3.test:" + named.getPort(), "us-east-1", "key", "secret", "", false);
        ByteSource file = S3File.open(client, settings, "s3://bucket/a.mp3", Budget.REMOTE);
        assertThat(text(file.read(0, 4))).isEqualTo("0123");
    }

    @Test
    void undoesPercentEscapesOfRecordsOnly() throws Exception {
        Sources sources = sources(signed, "key", "secret");
        List<Path> roots = List.of();
        String encoded = "s3://bucket/2_Demo%20Workspace/releases/%C3%A4+b%20(1)%20100%25.mp3";
        assertThat(text(sources.openBelow(roots, encoded).read(0, 4))).isEqualTo("0123");
        String plain = "s3://bucket/2_Demo Workspace/releases/ä+b (1) 100%.mp3";
        assertThat(text(sources.openBelow(roots, plain).read(0, 4))).isEqualTo("0123");
        assertThatThrownBy(() -> sources.open(encoded).read(0, 4)).hasMessageContaining("NoSuchKey");
    }

    @ParameterizedTest
    @CsvSource({
        "key, wrong, a.mp3, 403, SignatureDoesNotMatch",
        "nobody, secret, a.mp3, 403, InvalidAccessKeyId",
        "'', '', a.mp3, 403, AccessDenied",
        "key, secret, none.mp3, 404, NoSuchKey",
    })
    void tellsTheServicesReason(String key, String secret, String object, int status, String code) throws Exception {
        ByteSource file = sources(signed, key, secret).open("s3://bucket/" + object);
        assertThatThrownBy(() -> file.read(0, 4))
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessageContaining(code);
    }

    @Test
    void reachesAPrivateServiceOnlyIfItIsOpened() throws Exception {
        S3Settings s3 = settings(signed, "key", "secret");
        Sources closed =
                keep(new Sources(new SourceSettings(WebClientSettings.DEFAULT, s3, Budget.LOCAL, Budget.REMOTE)));
        ByteSource file = closed.open("s3://bucket/a.mp3");
        assertThatThrownBy(() -> file.read(0, 4)).isInstanceOf(BlockedSourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3://bucket", "s3://bucket/", "s3:///key", "s3://-/key", "s3://a b/key"})
    void namesUrlsThatAreNone(String url) throws Exception {
        Sources sources = sources(signed, "key", "secret");
        assertThatThrownBy(() -> sources.open(url)).isInstanceOf(UnsupportedUrlException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', eu-west-1, false, bucket, https://bucket.s3.eu-west-1.amazonaws.com/k%20%2B",
        "'', cn-north-1, false, bucket, https://bucket.s3.cn-north-1.amazonaws.com.cn/k%20%2B",
        "'', eu-west-1, true, bucket, https://s3.eu-west-1.amazonaws.com/bucket/k%20%2B",
        "'', eu-west-1, false, my.bucket, https://s3.eu-west-1.amazonaws.com/my.bucket/k%20%2B",
        "https://s.example:9000, x, true, bucket, https://s.example:9000/bucket/k%20%2B",
        "https://s.example/base/, x, true, bucket, https://s.example/base/bucket/k%20%2B",
        "https://s.example, x, false, bucket, https://bucket.s.example/k%20%2B",
    })
    void writesAddressesInBothStyles(String endpoint, String region, boolean path, String bucket, String expected)
            throws Exception {
        S3Settings settings = new S3Settings(endpoint, region, "", "", "", path);
        assertThat(S3File.address(settings, bucket, "k +").text()).isEqualTo(expected);
    }

    @Test
    void readsTheEnvironmentOfAwsTools() {
        S3Settings settings = S3Settings.fromEnvironment(Map.of(
                "AWS_ACCESS_KEY_ID",
                "id",
                "AWS_SECRET_ACCESS_KEY",
                "hidden",
                "AWS_SESSION_TOKEN",
                "veiled",
                "AWS_DEFAULT_REGION",
                "auto",
                "AWS_ENDPOINT_URL",
                "https://user:covert@s.example"));
        assertThat(settings)
                .isEqualTo(new S3Settings("https://user:covert@s.example", "auto", "id", "hidden", "veiled", true));
        assertThat(settings.toString()).doesNotContain("hidden", "veiled", "covert");
        assertThat(S3Settings.fromEnvironment(Map.of())).isEqualTo(S3Settings.ANONYMOUS);
        assertThat(S3Settings.fromEnvironment(Map.of("AWS_ENDPOINT_URL", "a", "AWS_ENDPOINT_URL_S3", "b"))
                        .endpoint())
                .isEqualTo("b");
    }

    private Sources sources(S3Proxy server, String key, String secret) {
        WebClientSettings web = WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1"));
        Budget budget = new Budget(1 << 20, 20, Duration.ofSeconds(10));
        return keep(new Sources(new SourceSettings(web, settings(server, key, secret), Budget.LOCAL, budget)));
    }

    private static S3Settings settings(S3Proxy server, String key, String secret) {
        return new S3Settings("http://127.0.0.1:" + server.getPort(), "us-east-1", key, secret, "", true);
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static String text(ByteBuffer bytes) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
