package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

    @ParameterizedTest
    @CsvSource({
        "RIFF____WAVE, audio/wav",
        "RF64____WAVE, audio/wav",
        "BW64____WAVE, audio/wav",
        "RIFX____WAVE, audio/wav",
        "RIFF____AVI+, video/x-msvideo",
        "RIFF____WEBP, image/webp",
        "FORM____AIFF, audio/aiff",
        "FORM____AIFC, audio/aiff",
        "FRM8________DSD+, audio/x-dff",
        "DSD+____, audio/x-dsf",
        "fLaC, audio/flac",
        "OggS, audio/ogg",
        "MAC+, audio/x-ape",
        "wvpk, audio/x-wavpack",
        "MPCK, audio/x-musepack",
        "MP+7, audio/x-musepack",
        "tBaK, audio/x-tak",
        "TTA1, audio/x-tta",
        "caff, audio/x-caf",
        "#!AMR_, audio/amr",
        "#!AMR-WB_, audio/amr-wb",
        "GIF89a, image/gif",
        "8BPS_, image/vnd.adobe.photoshop",
        "____ftypisom, video/mp4",
        "____ftypM4A+, audio/mp4",
        "____ftypqt++, video/quicktime",
        "____ftypheic, image/heic",
        "____ftypavif, image/avif",
        "____ftyp3gp4, video/3gpp",
        "____moov, video/quicktime",
        "____mdat, video/quicktime",
    })
    void tellsAFormatByItsFirstBytes(String pattern, String expected) {
        assertThat(Signatures.find(head(pattern))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a, image/png",
        "ffd8ffe0, image/jpeg",
        "1a45dfa3, video/x-matroska",
        "3026b2758e66cf11a6d900aa0062ce6c, video/x-ms-asf",
        "726966662e91cf11a5d628db04c10000, audio/x-w64",
        "49492a0008000000, image/tiff",
        "4d4d002a00000008, image/tiff",
    })
    void tellsAFormatByItsFirstBytesInHex(String hex, String expected) {
        assertThat(Signatures.find(Arrays.copyOf(HexFormat.of().parseHex(hex), 24)))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RIFF____XXXX",
                "FORM____ILBM",
                "Set free the",
                "Hi, moov over",
                "<html>",
                "____ftypcrx+",
                "P",
                "BMW is a car"
            })
    void leavesOtherContentToTheRegistry(String pattern) {
        assertThat(Signatures.find(head(pattern))).isEmpty();
    }

    @Test
    void leavesCameraRawToTheRegistry() {
        assertThat(Signatures.find(HexFormat.of().parseHex("49492a00100000004352020000000000")))
                .isEmpty();
    }

    static Stream<String> agreed() {
        return Stream.of(
                "RIFF____WAVE",
                "RF64____WAVE",
                "BW64____WAVE",
                "RIFF____AVI+",
                "RIFF____WEBP",
                "FORM____AIFF",
                "FRM8________DSD+",
                "DSD+____",
                "fLaC",
                "MAC+",
                "wvpk",
                "MPCK",
                "MP+7",
                "tBaK",
                "TTA1",
                "caff__",
                "#!AMR_",
                "#!AMR-WB_",
                "GIF89a",
                "____ftypM4A+",
                "____ftypqt++",
                "____ftypheic",
                "____ftypavif");
    }

    @ParameterizedTest
    @MethodSource("agreed")
    void agreesWithTheRegistryAndItsAdditions(String pattern) throws IOException {
        byte[] head = Arrays.copyOf(head(pattern), 512);
        assertThat(MimeRegistry.detect(head)).isEqualTo(Signatures.find(head).orElseThrow());
    }

    /** Underscores stand for zero bytes, plus signs for spaces. */
    private static byte[] head(String pattern) {
        return pattern.equals("MP+7")
                ? new byte[] {'M', 'P', '+', 7, 0, 0}
                : pattern.replace('_', '\0').replace('+', ' ').getBytes(StandardCharsets.ISO_8859_1);
    }
}
