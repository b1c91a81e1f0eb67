package io.releasemedia.probe.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.probe.Expectation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Children start from both forms in which the product is delivered. */
@Timeout(120)
class ChildLayoutIT {

    private static final Path MEDIA =
            Path.of("src", "test", "resources", "media").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({"target/release-media.jar, true", "target/release-media/release-media.jar, false"})
    void probesFromTheJar(String jar, boolean packed) {
        ProbeSettings settings = new ProbeSettings(List.of(), Map.of(), List.of(MEDIA), Duration.ofSeconds(30));
        ProbeRequest request =
                new ProbeRequest(MEDIA.resolve("tone.wav").toUri().toString(), Expectation.ofType("audio"));
        try (MediaProbe here = new InProcessProbes(settings);
                MediaProbe children = new ChildProbes(settings, 1, ChildProgram.of(jar, packed, 128))) {
            assertThat(children.probe(request)).isEqualTo(here.probe(request));
        }
    }
}
