package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

    @ParameterizedTest
    @CsvSource({
        "song.mp3, audio",
        "a.b/SONG.FLAC, audio",
        "clip.mov, audio or video",
        "clip.mp4, audio or video",
        "cover.JPEG, image",
        "contract.pdf, document",
        "https://host/path/song.wav?name=x.jpg#y, audio",
        "https://host/get?file=song.mp3, ''",
        "folder.mp3/file, ''",
        "README, ''",
        "notes.xyz, ''",
        "page.html, ''",
    })
    void readsTheExtensionOfANameOrUrl(String name, String word) {
        assertThat(Expectation.ofName(name).word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "audio, AUDIO, false",
        "audio, VIDEO, true",
        "audio, IMAGE, true",
        "audio, MARKUP, true",
        "audio, DOCUMENT, true",
        "audio, OTHER, true",
        "audio, UNKNOWN, false",
        "video, AUDIO, true",
        "document, IMAGE, false",
        "document, OTHER, false",
        "document, MARKUP, true",
        "document, AUDIO, true",
        "something, MARKUP, false",
    })
    void contradictsARecordOfAnotherType(String type, MediaKind kind, boolean contradicted) {
        assertThat(Expectation.ofType(type).isContradictedBy(kind)).isEqualTo(contradicted);
    }

    @Test
    void expectsNothingByDefault() {
        for (MediaKind kind : MediaKind.values()) {
            assertThat(Expectation.NONE.isContradictedBy(kind)).isFalse();
        }
    }
}
