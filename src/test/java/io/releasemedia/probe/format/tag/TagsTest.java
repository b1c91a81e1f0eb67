package io.releasemedia.probe.format.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.codec.ComposedMedia;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TagsTest {

    /** Shows the end of the audio as a duration and the start as a bit rate. */
    private static final FormatReader PROBE = new FormatReader() {
        @Override
        public String name() {
            return "tags";
        }

        @Override
        public void read(ByteWindow in, Facts facts) throws IOException {
            boolean tagged = Id3v2.skip(in);
            assertThat(tagged).isEqualTo(in.position() > 0);
            long start = in.position();
            facts.bitrate((double) start).duration((double) TrailingTags.audioEnd(in, start));
        }
    };

    static Stream<Arguments> trailing() {
        return Stream.of(
                tag("none", media -> media),
                tag("ID3v1", TagsTest::id3v1),
                tag("ID3v1 with extension", media -> id3v1(media.ascii("TAG+").zeros(223))),
                tag("APEv2 with header and ID3v1", media -> id3v1(ape(media, 500, true))),
                tag("APEv1 without header", media -> ape(media, 500, false)),
                tag("ID3v1 before APEv2", media -> ape(id3v1(media), 500, true)),
                tag("a long APEv2", media -> id3v1(ape(media, 20_000, true))),
                tag(
                        "Lyrics3 v2",
                        media -> id3v1(media.ascii("LYRICSBEGIN").zeros(89).ascii("000100LYRICS200"))),
                tag(
                        "Lyrics3 v1",
                        media -> id3v1(media.ascii("LYRICSBEGIN").zeros(70).ascii("LYRICSEND"))),
                tag(
                        "APEv2, Lyrics3 v2, ID3v1",
                        media -> id3v1(ape(media, 40, true)
                                .ascii("LYRICSBEGIN")
                                .zeros(4000)
                                .ascii("004011LYRICS200"))),
                tag("ID3v2 with footer", media -> media.ascii("ID3")
                        .u8(4, 0, 0x10, 0, 0, 1, 0)
                        .zeros(128)
                        .ascii("3DI")
                        .u8(4, 0, 0x10, 0, 0, 1, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trailing")
    void audioEndsBeforeTrailingTags(String what, UnaryOperator<ComposedMedia> tags) throws IOException {
        ComposedMedia media = tags.apply(new ComposedMedia().zeros(10_000));
        assertThat(ComposedMedia.seconds(media.read(PROBE))).isEqualTo(10_000);
        assertThat(ComposedMedia.seconds(media.readRemote(PROBE))).isEqualTo(10_000);
    }

    @Test
    void shortTagsCostOneFetch() throws IOException {
        ComposedMedia media = id3v1(ape(new ComposedMedia().zeros(100_000), 800, true));
        assertThat(media.remoteCost(PROBE).requests()).isEqualTo(2);
    }

    @Test
    void aTagThatWouldStartBeforeTheAudioIsNone() throws IOException {
        ComposedMedia liar = new ComposedMedia()
                .zeros(1000)
                .ascii("APETAGEX")
                .le(4, 2000)
                .le(4, 1_000_000)
                .zeros(16);
        assertThat(ComposedMedia.seconds(liar.read(PROBE))).isEqualTo(1032);
    }

    @Test
    void leadingTagsAreSteppedOver() throws IOException {
        ComposedMedia media = new ComposedMedia()
                .ascii("ID3")
                .u8(3, 0, 0, 0, 0, 2, 1)
                .zeros(257)
                .ascii("ID3")
                .u8(4, 0, 0x10, 0, 0, 0, 5)
                .zeros(5 + 10);
        int tags = media.length();
        Facts facts = media.zeros(50).read(PROBE);
        assertThat(facts.get(Field.BITRATE)).contains(String.valueOf(tags));
    }

    @Test
    void textThatStartsLikeATagIsNone() throws IOException {
        Facts facts = new ComposedMedia().ascii("ID3 is a tag format").zeros(50).read(PROBE);
        assertThat(ComposedMedia.seconds(facts)).isEqualTo(69);
    }

    private static Arguments tag(String what, UnaryOperator<ComposedMedia> tags) {
        return Arguments.of(what, tags);
    }

    private static ComposedMedia id3v1(ComposedMedia media) {
        return media.ascii("TAG").zeros(125);
    }

    private static ComposedMedia ape(ComposedMedia media, int items, boolean header) {
        if (header) {
            media.ascii("APETAGEX")
                    .le(4, 2000)
                    .le(4, items + 32)
                    .le(4, 1)
                    .le(4, 0xa000_0000L)
                    .zeros(8);
        }
        return media.zeros(items)
                .ascii("APETAGEX")
                .le(4, header ? 2000 : 1000)
                .le(4, items + 32)
                .le(4, 1)
                .le(4, header ? 0x8000_0000L : 0)
                .zeros(8);
    }
}
