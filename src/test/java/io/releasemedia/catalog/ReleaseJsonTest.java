package io.releasemedia.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseJsonTest {

    @Test
    void releaseWithoutMediaHasEmptyData() {
        assertThat(text(List.of())).isEqualTo("{\"success\":true,\"data\":[]}");
    }

    @Test
    void keysStandInTheContractsOrderAndOthersFollowSorted() {
        String metadata = "{\"zebra\":{\"b\":1,\"a\":2},\"mimeType\":\"audio/flac\",\"Alpha\":[{\"d\":null,\"c\":1}],"
                + "\"duration\":1.5,\"\uD83C\uDFB5\":1,\"\uFF5E\":2}";

        assertThat(text(List.of(media(metadata, Optional.empty()))))
                .isEqualTo("{\"success\":true,\"data\":[{\"cloudId\":\"id\",\"cloudUrl\":\"file:a\",\"type\":\"audio\","
                        + "\"name\":\"a\",\"isLink\":false,\"releasePath\":null,\"metadata\":{\"duration\":1.5,"
                        + "\"mimeType\":\"audio/flac\",\"Alpha\":[{\"c\":1,\"d\":null}],\"zebra\":{\"a\":2,\"b\":1},"
                        + "\"\uFF5E\":2,\"\uD83C\uDFB5\":1}}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "123456789012345678901234567890",
                "1.10",
                "0.1",
                "-0.000000000000000000000000000001",
                "100000000000000000000000000000000000000000000000000.5"
            })
    void numbersKeepTheirValueAndDecimals(String number) {
        assertThat(text(List.of(media("{\"n\":" + number + "}", Optional.empty()))))
                .contains("\"n\":" + number + "}");
    }

    @Test
    void releasePathIsShownWhereThereIsOne() {
        assertThat(text(List.of(media("{}", Optional.of("t/\"r\".mp3")))))
                .contains("\"releasePath\":\"t/\\\"r\\\".mp3\"");
    }

    private static Media media(String metadata, Optional<String> releasePath) {
        return new Media(
                Optional.empty(),
                "id",
                "file:a",
                MediaType.AUDIO,
                "a",
                false,
                releasePath,
                MediaMetadata.parse(metadata));
    }

    private static String text(List<Media> media) {
        return new String(ReleaseJson.render(media), StandardCharsets.UTF_8);
    }
}
