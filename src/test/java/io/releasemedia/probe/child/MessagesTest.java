package io.releasemedia.probe.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.source.Cost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read is equal to what was written. */
class MessagesTest {

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static DataInputStream written(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    @ParameterizedTest
    @EnumSource
    void carriesAResultWithEveryTypeOfValue(ProbeStatus status) throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("duration", new BigDecimal("213.500"));
        metadata.put("whole", new BigDecimal("-3E+20"));
        metadata.put("bitrate", "320");
        metadata.put("fileSize", Long.MAX_VALUE);
        metadata.put("pageCount", 7);
        metadata.put("gain", -0.25);
        metadata.put("lossless", true);
        metadata.put("codec", "ä\uD83D\uDE00\0");
        ProbeResult result = new ProbeResult(
                status, metadata, Map.of("duration", "flac"), Optional.of("a reason"), new Cost(1L << 40, 3));

        ProbeResult read = Messages.readResult(written(out -> Messages.write(result, out)));

        assertThat(read).isEqualTo(result);
        assertThat(read.metadata().keySet()).containsExactlyElementsOf(metadata.keySet());
        assertThatThrownBy(() -> read.metadata().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void carriesAResultWithoutAnything() throws IOException {
        ProbeResult result = new ProbeResult(ProbeStatus.OK, Map.of(), Map.of(), Optional.empty(), Cost.NONE);
        assertThat(Messages.readResult(written(out -> Messages.write(result, out))))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio", "video", "image", "document", "other"})
    void carriesRequestsUntilTheInputEnds(String type) throws IOException {
        ProbeRequest request = new ProbeRequest("https://h/" + "ü%20?".repeat(30_000), Expectation.ofType(type));
        ProbeRequest other = new ProbeRequest("", Expectation.ofName("a.mkv"));
        DataInputStream in = written(out -> {
            Messages.write(request, out);
            Messages.write(other, out);
        });
        assertThat(Messages.readRequest(in)).contains(request);
        assertThat(Messages.readRequest(in)).contains(other);
        assertThat(Messages.readRequest(in)).isEmpty();
    }

    @Test
    void carriesAllSettings() throws IOException {
        ProbeSettings settings = new ProbeSettings(
                List.of("10.0.0.0/8", "fd12::/16"),
                Map.of("AWS_REGION", "eu", "AWS_SECRET_ACCESS_KEY", "secret", "PGPASSWORD", "no business of a child"),
                List.of(Path.of("/a b"), Path.of("/ü")),
                Duration.ofMinutes(1).plusNanos(7));
        Messages.Hello hello = new Messages.Hello(42, Map.of("javax.net.ssl.trustStore", "store"), settings);

        Messages.Hello read = Messages.readHello(written(out -> Messages.write(hello, out)));

        assertThat(read).isEqualTo(hello);
        assertThat(read.settings().storage()).containsOnlyKeys("AWS_REGION", "AWS_SECRET_ACCESS_KEY");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void refusesWhatIsNoMessage() {
        byte[] noise = "Terminating due to something, and so on and on".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Messages.readResult(new DataInputStream(new ByteArrayInputStream(noise))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("garbled");
    }
}
