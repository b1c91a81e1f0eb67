package io.releasemedia.api;

import static io.releasemedia.api.Catalogue.NOT_FOUND;
import static io.releasemedia.api.Catalogue.SERVER_ERROR;
import static io.releasemedia.api.Catalogue.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.api.RunningEndpoint.Answer;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint over HTTP: what each request is answered with. */
class EndpointTest {

    private static final String TENANT = "label-a";

    private static TestDatabase database;
    private static Catalogue catalogue;
    private static RunningEndpoint endpoint;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        catalogue = new Catalogue(database);
        endpoint = RunningEndpoint.over(database.dataSource(), Tokens.settings());
    }

    @AfterAll
    static void stop() throws Exception {
        endpoint.close();
        database.close();
    }

    @Test
    void aReleaseIsShownWithItsMediaInTheirOrder() throws Exception {
        UUID release = catalogue.release(TENANT);
        catalogue.file(
                release,
                null,
                2,
                "2_Demo Workspace/releases/x/Certificate of origin.pdf",
                "{\"zz\": [1, {\"b\": 1e400, \"a\": null}], \"mediaType\": \"release\", \"fileSize\":"
                        + " 12345678901234567890, \"duration\": 213.50, \"bitrate\": \"320\"}");
        catalogue.link(release, 1, "link-1");

        Answer answer = endpoint.get(Catalogue.path(release), Tokens.of(TENANT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Cache-Control")).contains("private");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.body())
                .isEqualTo("{\"success\":true,\"data\":[{\"cloudId\":\"link-1\","
                        + "\"cloudUrl\":\"https://wetransfer.example/downloads/abc123\",\"type\":\"document\","
                        + "\"name\":\"Press kit\",\"isLink\":true,\"releasePath\":null,"
                        + "\"metadata\":{\"linkValidated\":true}},"
                        + "{\"cloudId\":\"2_Demo Workspace/releases/x/Certificate of origin.pdf\","
                        + "\"cloudUrl\":\"https://storage.example/a.mp3?X-Signature=s\",\"type\":\"audio\","
                        + "\"name\":\"a b.mp3\",\"isLink\":false,\"releasePath\":\"tenant/releases/a.mp3\","
                        + "\"metadata\":{\"duration\":213.50,\"bitrate\":\"320\",\"fileSize\":12345678901234567890,"
                        + "\"mediaType\":\"release\",\"zz\":[1,{\"a\":null,\"b\":1" + "0".repeat(400) + "}]}}]}");
    }

    @Test
    void theBodyIsTheCataloguesRenderingByteForByte() throws Exception {
        UUID release = catalogue.release(TENANT);
        catalogue.file(release, null, 1, "\u05d0\u202e\ud83c\udfb5\"\\/\u0001", "{\"k\u00e9y\": \"\\u2028\"}");
        List<Media> stored = new MediaStore(database.dataSource())
                .find(TENANT, new ReleaseId(release))
                .orElseThrow();

        assertThat(endpoint.get(Catalogue.path(release), Tokens.of(TENANT))
                        .response()
                        .body())
                .isEqualTo(ReleaseJson.render(stored));
    }

    @Test
    void aReleaseWithoutMediaIsEmpty() throws Exception {
        Answer answer = endpoint.get(Catalogue.path(catalogue.release(TENANT)), Tokens.of(TENANT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"success\":true,\"data\":[]}");
    }

    @Test
    void anIdIsTakenInUpperCaseToo() throws Exception {
        UUID release = catalogue.release(TENANT);

        String path = "/releases/" + release.toString().toUpperCase(Locale.ROOT) + "/media";
        assertThat(endpoint.get(path, Tokens.of(TENANT)).status()).isEqualTo(200);
    }

    @Test
    void anotherTenantsReleaseIsNotFound() throws Exception {
        UUID release = catalogue.release(TENANT);
        UUID track = UUID.randomUUID();
        catalogue.file(release, track, 1, "a", "{}");

        for (String path :
                new String[] {Catalogue.path(release), "/releases/" + release + "/tracks/" + track + "/media"}) {
            assertThat(endpoint.get(path, Tokens.of(TENANT)).status()).isEqualTo(200);
            for (String other : new String[] {"label-b", "LABEL-A", "label-a ", "%"}) {
                Answer answer = endpoint.get(path, Tokens.of(other));
                assertThat(answer.status()).as(other).isEqualTo(404);
                assertThat(answer.body()).isEqualTo(NOT_FOUND);
                assertThat(answer.header("ETag")).isEmpty();
            }
        }
    }

    @Test
    void aTrackIsShownWithItsOwnMediaOnly() throws Exception {
        UUID release = catalogue.release(TENANT);
        UUID track = UUID.randomUUID();
        catalogue.file(release, UUID.randomUUID(), 1, "of another track", "{}");
        catalogue.file(release, track, 3, "second", "{}");
        catalogue.file(release, track, 2, "first", "{}");
        catalogue.link(release, 4, "of the release");

        Answer answer = endpoint.get("/releases/" + release + "/tracks/" + track + "/media", Tokens.of(TENANT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"success\":true,\"data\":[{\"cloudId\":\"first\",")
                .containsSubsequence("\"first\"", "\"second\"")
                .doesNotContain("of ");
    }

    @Test
    void aTrackOfAnotherReleaseIsNotFound() throws Exception {
        UUID track = UUID.randomUUID();
        catalogue.file(catalogue.release(TENANT), track, 1, "a", "{}");
        UUID release = catalogue.release(TENANT);

        Answer answer = endpoint.get("/releases/" + release + "/tracks/" + track + "/media", Tokens.of(TENANT));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/releases/550e8400-e29b-41d4-a716-446655440000/media",
                "/releases/not-a-uuid/media",
                "/releases/1-1-1-1-1/media",
                "/releases/550e8400-e29b-41d4-a716-44665544000g/media",
                "/releases/550e8400e29b41d4a716446655440000/media",
                "/releases/%7B550e8400-e29b-41d4-a716-446655440000%7D/media",
                "/releases/%20/media",
                "/releases/%27%20or%201=1/media",
                "/releases/550e8400-e29b-41d4-a716-446655440000/tracks/x/media",
                "/releases/x/tracks/550e8400-e29b-41d4-a716-446655440000/media"
            })
    void anUnknownReleaseIsNotFoundButNotWithoutAToken(String path) throws Exception {
        Answer answer = endpoint.get(path, Tokens.of(TENANT));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(NOT_FOUND);
        assertThat(answer.header("Content-Type")).contains("application/json");

        Answer withoutToken = endpoint.send("GET", path);
        assertThat(withoutToken.status()).isEqualTo(401);
        assertThat(withoutToken.body()).isEqualTo(UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nope",
                "/error",
                "/releases",
                "/releases/",
                "/releases/550e8400-e29b-41d4-a716-446655440000",
                "/releases/550e8400-e29b-41d4-a716-446655440000/media/",
                "/releases/550e8400-e29b-41d4-a716-446655440000/media.json",
                "/releases/550e8400-e29b-41d4-a716-446655440000/media/1",
                "/releases//media",
                "//releases/550e8400-e29b-41d4-a716-446655440000/media",
                "/releases/a;b/media",
                "/releases/a%2Fb/media",
                "/releases/a%5Cb/media",
                "/releases/%00/media",
                "/releases/x/../../openapi.yaml",
                "/RELEASES/550e8400-e29b-41d4-a716-446655440000/media",
                "/actuator",
                "/actuator/health",
                "/actuator/prometheus",
                "/login",
                "/logout",
                "/favicon.ico"
            })
    void everyOtherPathIsNotFound(String path) throws Exception {
        for (Answer answer : new Answer[] {endpoint.get(path, Tokens.of(TENANT)), endpoint.send("GET", path)}) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(NOT_FOUND);
            assertThat(answer.header("Content-Type")).contains("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "FOO", "get"})
    void everyOtherMethodIsNotFound(String method) throws Exception {
        UUID release = catalogue.release(TENANT);
        for (String path : new String[] {Catalogue.path(release), "/openapi.yaml", "/"}) {
            Answer answer = endpoint.send(method, path, "Authorization", "Bearer " + Tokens.of(TENANT));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(NOT_FOUND);
            assertThat(answer.header("Allow")).isEmpty();
        }
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        String path = Catalogue.path(catalogue.release(TENANT));
        Answer get = endpoint.get(path, Tokens.of(TENANT));

        Answer head = endpoint.send("HEAD", path, "Authorization", "Bearer " + Tokens.of(TENANT));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("ETag")).isPresent().isEqualTo(get.header("ETag"));
        assertThat(endpoint.send("HEAD", path).status()).isEqualTo(401);
    }

    @Test
    void whatTheClientAcceptsDoesNotMatter() throws Exception {
        String path = Catalogue.path(catalogue.release(TENANT));

        for (String accept : new String[] {"text/html", "application/xml", "*/*;q=0", "no type"}) {
            assertThat(endpoint.get(path, Tokens.of(TENANT), "Accept", accept).status())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    void aCopyThatIsStillGoodIsNotSentAgain() throws Exception {
        UUID release = catalogue.release(TENANT);
        catalogue.file(release, null, 1, "a", "{}");
        String tag = endpoint.get(Catalogue.path(release), Tokens.of(TENANT))
                .header("ETag")
                .orElseThrow();
        assertThat(tag).matches("\"[\\w-]+\"");

        for (String known : new String[] {tag, "\"x\", " + tag, "W/" + tag, "*"}) {
            Answer answer = endpoint.get(Catalogue.path(release), Tokens.of(TENANT), "If-None-Match", known);
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("ETag")).contains(tag);
            assertThat(answer.header("Cache-Control")).contains("private");
        }
        assertThat(endpoint.get(Catalogue.path(release), Tokens.of("label-b"), "If-None-Match", tag)
                        .status())
                .isEqualTo(404);
        assertThat(endpoint.send("GET", Catalogue.path(release), "If-None-Match", tag)
                        .status())
                .isEqualTo(401);

        catalogue.file(release, null, 2, "b", "{}");
        Answer changed = endpoint.get(Catalogue.path(release), Tokens.of(TENANT), "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    void aBodyIsCompressedForWhoAsks() throws Exception {
        UUID release = catalogue.release(TENANT);
        for (int i = 0; i < 20; i++) {
            catalogue.file(release, null, i, "file " + i, "{\"codec\": \"mp3\"}");
        }
        Answer plain = endpoint.get(Catalogue.path(release), Tokens.of(TENANT));
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).contains("Accept-Encoding");

        Answer zipped = endpoint.get(Catalogue.path(release), Tokens.of(TENANT), "Accept-Encoding", "br, gzip");

        assertThat(zipped.header("Content-Encoding")).contains("gzip");
        assertThat(zipped.header("Vary")).contains("Accept-Encoding");
        assertThat(zipped.response().body().length).isLessThan(plain.response().body().length / 3);
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(zipped.response().body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.body());
        }
        String tag = zipped.header("ETag").orElseThrow();
        assertThat(tag).isNotEqualTo(plain.header("ETag").orElseThrow());
        assertThat(endpoint.get(
                                Catalogue.path(release),
                                Tokens.of(TENANT),
                                "Accept-Encoding",
                                "gzip",
                                "If-None-Match",
                                tag)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aBigReleaseComesWhole() throws Exception {
        UUID release = catalogue.release(TENANT);
        database.jdbc().sql("""
            insert into media (release_id, position, cloud_id, cloud_url, type, name, metadata)
            select ?, n, 'file ' || n, 'https://storage.example/' || n, 'audio', repeat('n', 500),
                '{"codec": "flac"}'
            from generate_series(1, 20000) n
            """).param(release).update();

        Answer answer = endpoint.get(Catalogue.path(release), Tokens.of(TENANT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body().length).isGreaterThan(10_000_000);
        assertThat(answer.body()).endsWith("}]}").contains("\"file 20000\"");
    }

    @Test
    void whatGoesWrongIsNotTold() throws Exception {
        UUID release = catalogue.release(TENANT);
        catalogue.file(release, null, 1, "a", "{}");
        database.jdbc().sql("alter table media rename column name to other").update();
        try {
            Answer answer = endpoint.get(Catalogue.path(release), Tokens.of(TENANT));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo(SERVER_ERROR);
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.header("ETag")).isEmpty();
            assertThat(answer.header("Cache-Control")).contains("no-store");
        } finally {
            database.jdbc().sql("alter table media rename column other to name").update();
        }
        assertThat(endpoint.get(Catalogue.path(release), Tokens.of(TENANT)).status())
                .isEqualTo(200);
    }

    @Test
    void theDocumentIsForEverybody() throws Exception {
        Answer answer = endpoint.send("GET", "/openapi.yaml", "Authorization", "Bearer nonsense");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/yaml");
        assertThat(answer.body()).startsWith("openapi: 3.1").contains("/releases/{id}/tracks/{trackId}/media:");
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/health, 200, '\"status\":\"UP\"'",
        "/actuator/health/liveness, 200, '\"status\":\"UP\"'",
        "/actuator/health/readiness, 200, '\"status\":\"UP\"'",
        "/actuator/prometheus, 200, http_server_requests_seconds_count",
        "/actuator/prometheus, 200, hikaricp_connections_active",
        "/actuator/prometheus, 200, jvm_memory_used_bytes",
        "/actuator/prometheus, 200, tomcat_threads_busy",
        "/actuator/env, 404, Resource not found",
        "/actuator/heapdump, 404, Resource not found",
        "/actuator/beans, 404, Resource not found",
        "/openapi.yaml, 404, ''",
        "/, 404, Resource not found"
    })
    void healthAndMetricsHaveAPortOfTheirOwn(String path, int status, String part) throws Exception {
        endpoint.send("GET", "/openapi.yaml");

        Answer answer = endpoint.management(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains(part);
    }
}
