package io.releasemedia.probe.format.mp4;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.box;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u32;
import static io.releasemedia.probe.format.mp4.ComposedFile.u8;
import static io.releasemedia.probe.format.mp4.Movies.AAC_STEREO;
import static io.releasemedia.probe.format.mp4.Movies.esds;
import static io.releasemedia.probe.format.mp4.Movies.ftyp;
import static io.releasemedia.probe.format.mp4.Movies.mdat;
import static io.releasemedia.probe.format.mp4.Movies.mdhd;
import static io.releasemedia.probe.format.mp4.Movies.mvhd;
import static io.releasemedia.probe.format.mp4.Movies.sound;
import static io.releasemedia.probe.format.mp4.Movies.tables;
import static io.releasemedia.probe.format.mp4.Movies.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class Mp4FragmentsTest {

    private final Mp4Reader reader = new Mp4Reader();

    private static byte[] aac(long declared) {
        return sound("mp4a", 2, 16, 44_100, esds(0x40, 0, declared, AAC_STEREO));
    }

    private static BigDecimal seconds(String value) {
        return new BigDecimal(value);
    }

    private static Object duration(Facts facts) {
        return facts.get(Field.DURATION).map(d -> ((BigDecimal) d).setScale(3)).orElseThrow();
    }

    private static byte[] fragmented(byte[]... more) {
        byte[] trex = box("trex", u32(0, 1, 1, 1024, 200, 0));
        byte[] track = track(1, "soun", mdhd(44_100, 0), tables(aac(0), 1024));
        return box("moov", mvhd(1000, 0), track, box("mvex", join(more), trex));
    }

    private static byte[] fragment(long time, long count) {
        byte[] traf = box("traf", box("tfhd", u32(0x020000, 1)), box("tfdt", u32(0, time)), box("trun", u32(0, count)));
        return box("moof", box("mfhd", u32(0, 1)), traf);
    }

    @Test
    void addsUpFragments() throws IOException {
        Facts facts = ComposedFile.of(ftyp("iso5"), fragmented(), fragment(0, 43), mdat(8600))
                .add(fragment(43 * 1024, 20), mdat(4000))
                .local(reader);

        assertThat(duration(facts)).isEqualTo(seconds("1.463"));
        assertThat(facts.get(Field.BITRATE)).contains("69");
    }

    @Test
    void readsDurationsAndSizesOfSamplesInFragments() throws IOException {
        byte[] run = box("trun", u32(0x000301, 2, 0, 44_100, 5000, 22_050, 1000));
        byte[] traf = box("traf", box("tfhd", u32(0x020000, 1)), run);

        Facts facts = ComposedFile.of(ftyp("iso5"), fragmented(), box("moof", traf), mdat(6000))
                .local(reader);

        assertThat(duration(facts)).isEqualTo(seconds("1.500"));
        assertThat(facts.get(Field.BITRATE)).contains("32");
    }

    @Test
    void takesADeclaredDurationOfFragments() throws IOException {
        byte[] mehd = box("mehd", u32(0, 90_500));

        assertThat(duration(ComposedFile.of(ftyp("iso5"), fragmented(mehd), fragment(0, 43))
                        .local(reader)))
                .isEqualTo(seconds("90.500"));
    }

    @Test
    void readsAnIndexInsteadOfRemoteFragments() throws IOException {
        byte[] references = u32(2, 1_000_000, 441_000, 0x90000000L, 500_000, 220_500, 0x90000000L);
        byte[] sidx = box("sidx", u32(0, 1, 44_100, 0, 0), references);
        ComposedFile file = ComposedFile.of(ftyp("iso5"), fragmented(), sidx, fragment(0, 430))
                .gap(1_500_000);

        assertThat(duration(file.remote(reader))).isEqualTo(seconds("15.000"));
        assertThat(file.cost().requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void readsTheLastRemoteFragmentByTheTableAtTheEnd() throws IOException {
        ComposedFile file = ComposedFile.of(ftyp("iso5"), fragmented(), fragment(0, 430))
                .add(u32(3_000_008), ascii("mdat"))
                .gap(3_000_000);
        long last = file.length();
        byte[] tfra = box("tfra", u32(0, 1, 0, 1, 0, last), u8(1, 1, 1));
        byte[] mfro = box("mfro", u32(0, 8 + tfra.length + 16));
        file.add(fragment(44_100 * 60, 43), mdat(100), box("mfra", tfra, mfro));

        assertThat(duration(file.remote(reader))).isEqualTo(seconds("60.998"));
        assertThat(file.cost().requests()).isLessThanOrEqualTo(3);
    }
}
