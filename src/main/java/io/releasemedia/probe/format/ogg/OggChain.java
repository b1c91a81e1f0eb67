package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The streams that start together (RFC 3533 §4: a link of a chain), and where in time they begin and end. A stream
 * that was cut from a longer one begins behind 0: its first page then ends at more samples than its packets can hold.
 */
final class OggChain {

    private static final int MAX_STREAMS = 64;
    private static final int OLD_FLAC_HEADER = 4;

    /** Some encoders count their own delay, which is no cut. */
    private static final int DELAY_PACKETS = 4;

    /** Times of one stream, in the units of its track. */
    private static final class Stream {
        private final OggTrack track;
        private long start = -1;
        private long end;

        private Stream(OggTrack track) {
            this.track = track;
        }
    }

    private final Map<Integer, Stream> streams = new LinkedHashMap<>();
    private long dataStart;

    private OggChain() {}

    /** Reads the first pages of all streams at the position and leaves it behind them. */
    static OggChain read(ByteWindow in) throws IOException {
        OggChain chain = new OggChain();
        Optional<OggPage> page = OggPage.peek(in);
        while (page.isPresent() && page.get().isFirst() && chain.streams.size() < MAX_STREAMS) {
            OggPage first = page.get();
            byte[] packet = in.seek(first.body()).peekBytes(Math.min(first.bodyLength(), OggTracks.MAX_PACKET));
            chain.streams.put(first.serial(), new Stream(identify(in, first, packet)));
            in.seek(first.end());
            page = OggPage.peek(in);
        }
        chain.dataStart = in.position();
        return chain;
    }

    /** FLAC's mapping before 1.1.1 has only the magic in the first packet, and the stream info in the second. */
    private static OggTrack identify(ByteWindow in, OggPage first, byte[] packet) throws IOException {
        if (packet.length == 4 && OggTracks.startsWith(packet, "fLaC")) {
            Optional<OggPage> second = OggPage.peek(in.seek(first.end()));
            if (second.isPresent() && second.get().serial() == first.serial()) {
                int length = Math.min(second.get().bodyLength(), OggTracks.MAX_PACKET);
                return OggTracks.flac(
                        in.seek(second.get().body() + OLD_FLAC_HEADER).peekBytes(length));
            }
        }
        return OggTracks.identify(packet);
    }

    /** The first stream of sound, if there is one. */
    Optional<OggTrack.Audio> audio() {
        return first(OggTrack.Audio.class);
    }

    /** The first stream of pictures, if there is one. */
    Optional<OggTrack.Video> video() {
        return first(OggTrack.Video.class);
    }

    boolean has(int serial) {
        return streams.containsKey(serial);
    }

    /** Offset behind the first pages of the streams. */
    long dataStart() {
        return dataStart;
    }

    /** Takes note of a page's granule position as the first one, if none was before. */
    void begin(ByteWindow in, OggPage page) throws IOException {
        Stream stream = streams.get(page.serial());
        if (stream != null && page.granule() > 0 && stream.start < 0) {
            stream.start = startOf(in, page, stream.track);
        }
    }

    /** Takes note of a page's granule position as the last one so far. */
    void end(OggPage page) {
        Stream stream = streams.get(page.serial());
        if (stream != null && page.granule() > 0) {
            stream.end = stream.track.units(page.granule());
        }
    }

    /** Whether it is known how long the sound is, or the pictures where there is no sound. */
    boolean isTimed() {
        Collection<Stream> all = streams.values();
        boolean sound = audio().isPresent();
        for (Stream stream : all) {
            if (stream.end > 0 && (sound ? stream.track instanceof OggTrack.Audio : stream.track.rate() > 0)) {
                return true;
            }
        }
        return false;
    }

    /** Whether each stream of known rate began. */
    boolean isStarted() {
        for (Stream stream : streams.values()) {
            if (stream.start < 0 && stream.track.rate() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Seconds of the longest stream, without what is coded but not played. */
    double seconds() {
        double longest = 0;
        for (Stream stream : streams.values()) {
            longest = Math.max(longest, seconds(stream, stream.track.preSkip()));
        }
        return longest;
    }

    /** Seconds of the longest stream, as coded. */
    double codedSeconds() {
        double longest = 0;
        for (Stream stream : streams.values()) {
            longest = Math.max(longest, seconds(stream, 0));
        }
        return longest;
    }

    private static double seconds(Stream stream, long without) {
        double rate = stream.track.rate();
        return rate > 0 ? (stream.end - Math.max(0, stream.start) - without) / rate : 0;
    }

    private static long startOf(ByteWindow in, OggPage page, OggTrack track) throws IOException {
        long perPacket = track.unitsPerPacket();
        if (perPacket <= 0) {
            return 0;
        }
        if (track instanceof OggTrack.Audio audio && audio.isOpus()) {
            return OpusPackets.startOf(in, page);
        }
        long before = track.units(page.granule()) - page.packets() * perPacket;
        return before > DELAY_PACKETS * perPacket ? before : 0;
    }

    private <T extends OggTrack> Optional<T> first(Class<T> kind) {
        for (Stream stream : streams.values()) {
            if (kind.isInstance(stream.track)) {
                return Optional.of(kind.cast(stream.track));
            }
        }
        return Optional.empty();
    }
}
