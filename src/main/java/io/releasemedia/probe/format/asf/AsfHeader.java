package io.releasemedia.probe.format.asf;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.probe.format.codec.VideoFourCc;
import io.releasemedia.probe.format.codec.WaveFormat;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the objects of one ASF header say, and what follows from them. The first stream of a kind counts. */
final class AsfHeader {

    private static final int STREAMS = 128;
    private static final int FORMAT_BYTES = 64;
    private static final int BITMAP_HEADER = 11;
    private static final long BROADCAST = 1;
    private static final long UNKNOWN_BITRATE = 0xffff_fff0L;
    private static final double TICKS = 10_000_000;

    private final long[] bitrates = new long[STREAMS];
    private final long[] frameTimes = new long[STREAMS];
    private double duration;
    private long packetCount;
    private long packetSize;
    private @Nullable WaveFormat audio;
    private int audioNumber;
    private boolean video;
    private int videoNumber;
    private long width;
    private long height;
    private String videoCodec = "";

    void fileProperties(ByteWindow in) throws IOException {
        in.skip(32);
        packetCount = in.i64le();
        long play = in.i64le();
        in.skip(8);
        long prerollMillis = in.i64le();
        boolean broadcast = (in.u32le() & BROADCAST) != 0;
        long smallest = in.u32le();
        packetSize = in.u32le() == smallest ? smallest : 0;
        if (!broadcast) {
            duration = play / TICKS - prerollMillis / 1000.0;
        }
    }

    /** Takes a Stream Properties object whose fields start at the position. */
    void stream(ByteWindow in, long end) throws IOException {
        AsfGuid type = AsfGuid.read(in);
        in.skip(24);
        long size = in.u32le();
        in.skip(4);
        int number = in.u16le() & 0x7f;
        in.skip(4);
        long there = Math.min(size, end - in.position());
        if (type == AsfGuid.AUDIO && audio == null) {
            audio = WaveFormat.parse(in.bytes((int) Math.max(0, Math.min(there, FORMAT_BYTES))))
                    .orElse(null);
            audioNumber = number;
        } else if (type == AsfGuid.VIDEO && !video && there >= BITMAP_HEADER + 20) {
            video = true;
            videoNumber = number;
            width = in.u32le();
            height = in.u32le();
            in.skip(3 + 16);
            videoCodec = videoCodec(in.ascii(4));
        }
    }

    void bitrate(int stream, long bitsPerSecond) {
        bitrates[stream] = bitsPerSecond;
    }

    /** Average time of a frame in units of 100 ns. */
    void frameTime(int stream, long ticks) {
        frameTimes[stream] = ticks;
    }

    boolean hasStreams() {
        return audio != null || video;
    }

    boolean hasDuration() {
        return duration > 0;
    }

    /** Whether nothing more is to be learned about the audio's rate. */
    boolean hasBitrate() {
        return audio == null || bitsPerSecond() > 0;
    }

    /** Completes the audio facts from the start of the data. */
    void firstFrame(byte[] data, Facts facts) {
        if (audio != null) {
            FirstFrame.find(audio.codec(), data).ifPresent(it -> facts.bitrate(it.bytesPerSecond() * 8 / 1000));
        }
    }

    /** Bytes of every data packet; 0 where they differ. */
    long packetSize() {
        return packetSize;
    }

    /** Whether fewer bytes follow the header than its packets take. */
    boolean isCut(long there) {
        return packetCount > 0 && packetSize > 0 && packetCount > (there - AsfPackets.DATA_HEADER) / packetSize;
    }

    /** Puts what is known. */
    void answer(Facts facts) {
        if (hasStreams()) {
            facts.mimeType(video ? "video/x-ms-wmv" : "audio/x-ms-wma").duration(duration);
        }
        if (video) {
            facts.codec(videoCodec).size(width, height);
            long ticks = frameTimes[videoNumber];
            if (ticks > TICKS / 1000 && ticks < TICKS * 60) {
                facts.frameRate(TICKS / ticks);
            }
        }
        WaveFormat wave = audio;
        if (wave != null) {
            answerAudio(wave, facts);
        }
    }

    private void answerAudio(WaveFormat wave, Facts facts) {
        if (video) {
            facts.audioCodec(wave.codec());
        } else {
            facts.codec(wave.codec());
        }
        facts.sampleRate(wave.sampleRate()).channels(wave.channels());
        if (!wave.codec().isEmpty()) {
            facts.put(Field.LOSSLESS, wave.isLossless());
        }
        if (wave.isLossless() || wave.codec().equals("wmapro")) {
            facts.bitsPerSample(wave.bitsPerSample());
        }
        facts.bitrate(bitsPerSecond() / 1000.0);
    }

    /** Nominal rate of the audio stream: its own, or what the header says about it elsewhere. */
    private long bitsPerSecond() {
        long own = audio == null ? 0 : audio.averageBytesPerSecond() * 8;
        long listed = bitrates[audioNumber] < UNKNOWN_BITRATE ? bitrates[audioNumber] : 0;
        return own > 0 ? own : listed;
    }

    /** Codes that only Windows Media uses, and those of all BITMAPINFOHEADERs. */
    private static String videoCodec(String fourCc) {
        return switch (fourCc.toUpperCase(Locale.ROOT)) {
            case "MSS1" -> "mss1";
            case "WVP2" -> "vc1image";
            case "WMVP" -> "wmv3image";
            case "DVR " -> "mpeg2video";
            default -> VideoFourCc.codec(fourCc).orElse("");
        };
    }
}
