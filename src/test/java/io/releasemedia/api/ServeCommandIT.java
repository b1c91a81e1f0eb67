package io.releasemedia.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as its users start and end it. */
class ServeCommandIT {

    private static final Pattern PLACE =
            Pattern.compile("Serving http://127\\.0\\.0\\.1:(\\d+)/releases/\\{id}/media\\R");

    @TempDir
    private Path folder;

    @Test
    void itDoesNotStartWithoutAKey() throws Exception {
        CommandLine.Result result = CommandLine.in(folder).run("serve");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("set RELEASE_MEDIA_JWT_SECRET");
        assertThat(folder).as("nothing was touched").isEmptyDirectory();
    }

    @Test
    void itDoesNotStartWithAShortSecret() throws Exception {
        CommandLine.Result result = CommandLine.in(folder)
                .with("RELEASE_MEDIA_JWT_SECRET", "hunter2")
                .run("serve");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("too short").doesNotContain("hunter2");
    }

    @Test
    void itServesUntilItIsToldToEnd() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            UUID release = new Catalogue(database).release("label-a");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            Process process = CommandLine.in(folder)
                    .with(database.location())
                    .with("RELEASE_MEDIA_JWT_SECRET", Tokens.SECRET)
                    .start(out, err, "serve", "--address", "127.0.0.1", "--port", "0", "--management-port", "0");
            try {
                Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> PLACE.matcher(Files.readString(err))
                        .matches());
                Matcher place = PLACE.matcher(Files.readString(err));
                assertThat(place.matches()).isTrue();
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(
                                                "http://127.0.0.1:" + place.group(1) + Catalogue.path(release)))
                                        .header("Authorization", "Bearer " + Tokens.of("label-a"))
                                        .timeout(Duration.ofSeconds(30))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("{\"success\":true,\"data\":[]}");

                process.destroy();
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(143);
                assertThat(Files.readString(out)).isEmpty();
                assertThat(Files.readString(err).lines()).hasSize(1);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
