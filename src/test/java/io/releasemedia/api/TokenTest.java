package io.releasemedia.api;

import static io.releasemedia.api.Catalogue.SERVER_ERROR;
import static io.releasemedia.api.Catalogue.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import io.releasemedia.api.RunningEndpoint.Answer;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens open the endpoint, and which do not. */
class TokenTest {

    private static final String TENANT = "label-a";
    private static final Consumer<JWTClaimsSet.Builder> OF_TENANT = claims -> claims.claim("tenantId", TENANT);

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static RunningEndpoint endpoint;
    private static String path;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        UUID release = new Catalogue(database).release(TENANT);
        path = Catalogue.path(release);
        endpoint = RunningEndpoint.over(
                database.dataSource(),
                Tokens.settings(Map.of(
                        "release-media.jwt.secret", Tokens.SECRET,
                        "release-media.jwt.issuer", "https://issuer.example/",
                        "release-media.jwt.audience", "release-media")));
    }

    @AfterAll
    static void stop() throws Exception {
        endpoint.close();
        database.close();
    }

    private static Consumer<JWTClaimsSet.Builder> good(Consumer<JWTClaimsSet.Builder> more) {
        return claims -> {
            claims.claim("tenantId", TENANT)
                    .issuer("https://issuer.example/")
                    .audience(List.of("another", "release-media"));
            more.accept(claims);
        };
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    static Stream<Arguments> accepted() throws Exception {
        return Stream.of(
                Arguments.of("plain", Tokens.hs256(good(claims -> {}))),
                Arguments.of("one audience", Tokens.hs256(good(claims -> claims.audience("release-media")))),
                Arguments.of("without an end", Tokens.hs256(good(claims -> claims.expirationTime(null)))),
                Arguments.of("begins while clocks differ", Tokens.hs256(good(claims -> claims.notBeforeTime(in(20))))),
                Arguments.of(
                        "access token by type",
                        Tokens.signed(
                                new JWSHeader.Builder(JWSAlgorithm.HS256)
                                        .type(new JOSEObjectType("at+jwt"))
                                        .build(),
                                new MACSigner(Tokens.SECRET),
                                good(claims -> {}))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String name, String token) throws Exception {
        assertThat(endpoint.get(path, token).status()).isEqualTo(200);
    }

    static Stream<Arguments> refused() throws Exception {
        String good = Tokens.hs256(good(claims -> {}));
        String[] parts = good.split("\\.", -1);
        RSAKey rsa = Tokens.rsaKey();
        return Stream.of(
                Arguments.of("not a token", "nonsense"),
                Arguments.of("dots", ".."),
                Arguments.of("cut", good.substring(0, good.length() - 5)),
                Arguments.of("without a signature", parts[0] + "." + parts[1] + "."),
                Arguments.of("two parts", parts[0] + "." + parts[1]),
                Arguments.of("four parts", good + ".x"),
                Arguments.of(
                        "other claims under the signature",
                        parts[0] + "." + claims("{\"tenantId\":\"b\"}") + "." + parts[2]),
                Arguments.of("header is no JSON", claims("{") + "." + parts[1] + "." + parts[2]),
                Arguments.of("expired", Tokens.hs256(good(claims -> claims.expirationTime(in(-1))))),
                Arguments.of("not begun", Tokens.hs256(good(claims -> claims.notBeforeTime(in(300))))),
                Arguments.of(
                        "another secret",
                        Tokens.hs(
                                JWSAlgorithm.HS256,
                                "another secret, of more than 32 bytes as well",
                                good(claims -> {}))),
                Arguments.of("HS384", Tokens.hs(JWSAlgorithm.HS384, Tokens.SECRET + Tokens.SECRET, good(claims -> {}))),
                Arguments.of("HS512", Tokens.hs(JWSAlgorithm.HS512, Tokens.SECRET + Tokens.SECRET, good(claims -> {}))),
                Arguments.of("RS256", Tokens.rsa(JWSAlgorithm.RS256, rsa, good(claims -> {}))),
                Arguments.of("ES256", Tokens.es256(Tokens.ecKey(), good(claims -> {}))),
                Arguments.of("none", new PlainJWT(claimsOf(good(claims -> {}))).serialize()),
                Arguments.of("None", claims("{\"alg\":\"None\"}") + "." + parts[1] + "."),
                Arguments.of("none, signed", claims("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]),
                Arguments.of("no algorithm", claims("{}") + "." + parts[1] + "." + parts[2]),
                Arguments.of("another issuer", Tokens.hs256(good(claims -> claims.issuer("https://issuer.example")))),
                Arguments.of("no issuer", Tokens.hs256(good(claims -> claims.issuer(null)))),
                Arguments.of("another audience", Tokens.hs256(good(claims -> claims.audience("another")))),
                Arguments.of("no audience", Tokens.hs256(good(claims -> claims.audience((String) null)))),
                Arguments.of("no tenant", Tokens.hs256(good(claims -> claims.claim("tenantId", null)))),
                Arguments.of("empty tenant", Tokens.hs256(good(claims -> claims.claim("tenantId", " ")))),
                Arguments.of("tenant with NUL", Tokens.hs256(good(claims -> claims.claim("tenantId", "label\0a")))),
                Arguments.of("many tenants", Tokens.hs256(good(claims -> claims.claim("tenantId", List.of(TENANT))))),
                Arguments.of("boolean tenant", Tokens.hs256(good(claims -> claims.claim("tenantId", true)))),
                Arguments.of("claims are no object", Tokens.SECRET),
                Arguments.of("very long", "x".repeat(9000)));
    }

    private static String claims(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JWTClaimsSet claimsOf(Consumer<JWTClaimsSet.Builder> claims) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
        claims.accept(builder);
        return builder.build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String token) throws Exception {
        Answer answer = endpoint.get(path, token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(UNAUTHORIZED);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    }

    @Test
    void onlyTheHeaderIsLookedAt() throws Exception {
        String token = Tokens.hs256(good(claims -> {}));

        for (String[] headers : new String[][] {
            {},
            {"Authorization", token},
            {"Authorization", "Basic " + token},
            {"Authorization", "Bearer"},
            {"Authorization", "Bearer "},
            {"Cookie", "access_token=" + token}
        }) {
            Answer answer = endpoint.send("GET", path, headers);
            assertThat(answer.status()).as(String.join(" ", headers)).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(UNAUTHORIZED);
        }
        assertThat(endpoint.send("GET", path + "?access_token=" + token).status())
                .isEqualTo(401);
        assertThat(endpoint.send("GET", path, "Authorization", "bearer " + token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theClaimOfTheTenantCanBeAnother() throws Exception {
        UUID release = new Catalogue(database).release("42");
        try (RunningEndpoint other = RunningEndpoint.over(
                database.dataSource(),
                Tokens.settings(Map.of(
                        "release-media.jwt.secret",
                        Tokens.SECRET,
                        "release-media.jwt.tenant-claim",
                        "https://platform.example/workspace")))) {
            String claim = "https://platform.example/workspace";
            assertThat(other.get(Catalogue.path(release), Tokens.hs256(claims -> claims.claim(claim, "42")))
                            .status())
                    .isEqualTo(200);
            assertThat(other.get(Catalogue.path(release), Tokens.hs256(claims -> claims.claim(claim, 42)))
                            .status())
                    .isEqualTo(200);
            assertThat(other.get(Catalogue.path(release), Tokens.of("42")).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aPublicKeyAcceptsItsOwnAlgorithmOnly() throws Exception {
        RSAKey rsa = Tokens.rsaKey();
        ECKey ec = Tokens.ecKey();
        String ofRsa = Tokens.rsa(JWSAlgorithm.RS256, rsa, OF_TENANT);
        String ofEc = Tokens.es256(ec, OF_TENANT);
        try (RunningEndpoint server = withKey(rsa.toPublicKey())) {
            assertThat(server.get(path, ofRsa).status()).isEqualTo(200);
            assertThat(server.get(path, ofEc).status()).isEqualTo(401);
            assertThat(server.get(path, Tokens.rsa(JWSAlgorithm.RS256, Tokens.rsaKey(), OF_TENANT))
                            .status())
                    .isEqualTo(401);
            assertThat(server.get(path, Tokens.rsa(JWSAlgorithm.RS512, rsa, OF_TENANT))
                            .status())
                    .isEqualTo(401);
            // The public key is no secret: as one it would open the endpoint to everybody.
            assertThat(server.get(path, Tokens.hs(JWSAlgorithm.HS256, pem(rsa.toPublicKey()), OF_TENANT))
                            .status())
                    .isEqualTo(401);
        }
        try (RunningEndpoint server = withKey(ec.toPublicKey())) {
            assertThat(server.get(path, ofEc).status()).isEqualTo(200);
            assertThat(server.get(path, ofRsa).status()).isEqualTo(401);
        }
    }

    private static RunningEndpoint withKey(PublicKey key) throws Exception {
        Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".pem"), pem(key));
        return RunningEndpoint.over(
                database.dataSource(), Tokens.settings(Map.of("release-media.jwt.public-key", file.toString())));
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void aKeySetAcceptsEveryKeyThatItHoldsNow() throws Exception {
        RSAKey first = Tokens.rsaKey();
        ECKey second = Tokens.ecKey();
        try (Keys keys = new Keys(first.toPublicJWK())) {
            try (RunningEndpoint server = RunningEndpoint.over(
                    database.dataSource(), Tokens.settings(Map.of("release-media.jwt.jwks", keys.address("/jwks"))))) {
                assertThat(server.get(path, Tokens.rsa(JWSAlgorithm.RS256, first, OF_TENANT))
                                .status())
                        .isEqualTo(200);
                assertThat(keys.fetched.get()).isEqualTo(1);

                keys.hold(first.toPublicJWK(), second.toPublicJWK());
                assertThat(server.get(path, Tokens.es256(second, OF_TENANT)).status())
                        .isEqualTo(200);
                assertThat(keys.fetched.get()).isEqualTo(2);

                long start = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    Answer answer = server.get(path, Tokens.es256(Tokens.ecKey(), OF_TENANT));
                    assertThat(answer.status()).isEqualTo(401);
                }
                long tensOfSeconds = 1 + (System.nanoTime() - start) / 10_000_000_000L;
                assertThat(keys.fetched.get() - 2L)
                        .as("unknown keys do not flood the issuer")
                        .isLessThanOrEqualTo(2 + 2 * tensOfSeconds);

                keys.away = true;
                assertThat(server.get(path, Tokens.es256(second, OF_TENANT)).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anIssuerIsAskedWhereItsKeysAre() throws Exception {
        RSAKey key = Tokens.rsaKey();
        try (Keys keys = new Keys(key.toPublicJWK())) {
            String issuer = keys.address("/realm");
            keys.away = true;
            try (RunningEndpoint server = RunningEndpoint.over(
                    database.dataSource(), Tokens.settings(Map.of("release-media.jwt.issuer", issuer)))) {
                String token = Tokens.rsa(JWSAlgorithm.RS256, key, OF_TENANT.andThen(claims -> claims.issuer(issuer)));
                Answer away = server.get(path, token);
                assertThat(away.status()).isEqualTo(500);
                assertThat(away.body()).isEqualTo(SERVER_ERROR);

                keys.away = false;
                assertThat(server.get(path, token).status()).isEqualTo(200);
                assertThat(server.get(path, Tokens.rsa(JWSAlgorithm.RS256, key, OF_TENANT))
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    /** A server of keys that counts who asks. */
    private static final class Keys implements AutoCloseable {
        private final AtomicReference<JWKSet> held = new AtomicReference<>();
        private final AtomicInteger fetched = new AtomicInteger();
        private final HttpServer server;
        private volatile boolean away;

        Keys(JWK... keys) throws IOException {
            hold(keys);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            serve("/jwks", () -> {
                fetched.incrementAndGet();
                return held.get().toString();
            });
            serve(
                    "/realm/.well-known/openid-configuration",
                    () -> "{\"issuer\":\"" + address("/realm") + "\",\"jwks_uri\":\"" + address("/jwks") + "\"}");
            server.start();
        }

        private void serve(String path, java.util.function.Supplier<String> body) {
            server.createContext(path, exchange -> {
                byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
        }

        void hold(JWK... keys) {
            held.set(new JWKSet(new ArrayList<>(List.of(keys))));
        }

        String address(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
