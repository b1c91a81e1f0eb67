package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Release;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCsvTest {

    private static final String ID = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String HEADER = "releaseId,cloudId,cloudUrl,type,name,isLink,releasePath,duration,bitrate,"
            + "sampleRate,channels,codec,fileSize,mimeType,processedAt,linkValidated,additional\r\n";

    @Test
    void aReleaseWithoutMediaIsTheHeader() {
        assertThat(csv()).isEqualTo(HEADER);
    }

    @Test
    void everyFieldHasItsColumn() {
        Media media = new Media(
                Optional.empty(),
                "c",
                "https://storage.example/a.mp3",
                MediaType.AUDIO,
                "a, \"b\"\nc",
                true,
                Optional.of("t/r"),
                MediaMetadata.parse("{\"duration\":213.50,\"bitrate\":\"320\",\"sampleRate\":\"44100\","
                        + "\"channels\":\"2\",\"codec\":\"mp3\",\"fileSize\":1048576,\"mimeType\":\"audio/mpeg\","
                        + "\"processedAt\":\"2026-01-01T00:00:00Z\",\"linkValidated\":false,\"b\":1,\"a\":[\"x,y\"]}"));

        assertThat(csv(media))
                .isEqualTo(HEADER + ID + ",c,https://storage.example/a.mp3,audio,\"a, \"\"b\"\"\nc\",true,t/r,213.50,"
                        + "320,44100,2,mp3,1048576,audio/mpeg,2026-01-01T00:00:00Z,false,"
                        + "\"{\"\"a\"\":[\"\"x,y\"\"],\"\"b\"\":1}\"\r\n");
    }

    @Test
    void absentIsEmpty() {
        assertThat(csv(media("{}"))).isEqualTo(HEADER + ID + ",c,file:a,audio,n,false,,,,,,,,,,,\r\n");
    }

    @Test
    void aValueOfAnotherTypeThanTheContractsStandsInAdditional() {
        assertThat(csv(media("{\"channels\":2,\"duration\":\"long\",\"codec\":null,\"linkValidated\":\"\"}")))
                .isEqualTo(HEADER + ID + ",c,file:a,audio,n,false,,,,,,,,,,,"
                        + "\"{\"\"duration\"\":\"\"long\"\",\"\"channels\"\":2,\"\"codec\"\":null,"
                        + "\"\"linkValidated\"\":\"\"\"\"}\"\r\n");
    }

    @Test
    void anEmptyTextIsNotAnAbsentOne() {
        Media media = new Media(
                Optional.empty(),
                "c",
                "file:a",
                MediaType.AUDIO,
                "n",
                false,
                Optional.of(""),
                MediaMetadata.parse("{}"));

        assertThat(csv(media)).startsWith(HEADER + "\"" + ID + "\",\"c\",\"file:a\",\"audio\",\"n\",\"false\",\"\",,,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@a", "\ta", "\ra"})
    void aFormulaIsNeutralisedOnRequestOnly(String formula) {
        Media media = new Media(
                Optional.empty(),
                "c",
                "file:a",
                MediaType.AUDIO,
                formula,
                false,
                Optional.empty(),
                MediaMetadata.parse("{}"));
        Release release = InMemoryCatalog.release(ID, "acme", media);

        assertThat(new String(ReleaseCsv.render(release, true), StandardCharsets.UTF_8))
                .contains("'" + formula);
        assertThat(csv(media)).contains(formula).doesNotContain("'");
    }

    private static Media media(String metadata) {
        return new Media(
                Optional.empty(),
                "c",
                "file:a",
                MediaType.AUDIO,
                "n",
                false,
                Optional.empty(),
                MediaMetadata.parse(metadata));
    }

    private static String csv(Media... media) {
        Release release = InMemoryCatalog.release(ID, "acme", media);
        return new String(ReleaseCsv.render(release, false), StandardCharsets.UTF_8);
    }
}
