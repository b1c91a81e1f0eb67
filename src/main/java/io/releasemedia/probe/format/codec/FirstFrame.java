package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the first frame of a compressed stream adds to its container's description: many encoders leave a {@link
 * WaveFormat}'s byte rate at 0, and put any MPEG layer under one tag.
 *
 * @param codec ffprobe's name
 * @param channels channels
 * @param sampleRate Hz
 * @param bytesPerSecond byte rate; 0 where the frame does not tell or the rate varies
 * @param samples samples a channel of the whole stream; 0 where the frame does not tell
 */
public record FirstFrame(String codec, int channels, int sampleRate, double bytesPerSecond, long samples) {

    /** Bytes of a stream's start that hold its first frame header, with junk before it. */
    public static final int SEARCHED = 2 << 10;

    /** Bytes that a container may put between two frames. */
    private static final int PACKETING = 32;

    private static final int XING = 0x58696e67;
    private static final double KBPS = 125;

    /** The first frame in the start of a stream that is said to be of {@code codec}; empty for other codecs. */
    public static Optional<FirstFrame> find(String codec, byte[] start) {
        return switch (codec) {
            case "mp1", "mp2", "mp3" -> mpeg(start);
            case "ac3", "eac3" ->
                Ac3Header.parse(start)
                        .map(it ->
                                new FirstFrame(it.codec(), it.channels(), it.sampleRate(), it.bitrateKbps() * KBPS, 0));
            default -> Optional.empty();
        };
    }

    private static Optional<FirstFrame> mpeg(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes);
        for (int i = 0; i + MpegAudioHeader.SIZE <= bytes.length; i++) {
            if (bytes[i] != (byte) 0xff) {
                continue;
            }
            int at = i;
            Optional<FirstFrame> frame = MpegAudioHeader.parse(words.getInt(i))
                    .filter(header -> isFollowed(words, at, header))
                    .map(header -> mpeg(words, at, header));
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    /** A variable bit rate is announced by a Xing table in the first frame, with the count of the frames behind it. */
    private static FirstFrame mpeg(ByteBuffer words, int at, MpegAudioHeader header) {
        int table = at + MpegAudioHeader.SIZE + (header.crc() ? 2 : 0) + header.sideInfoLength();
        boolean variable = table + 12 <= words.limit() && words.getInt(table) == XING;
        long frames = variable && (words.getInt(table + 4) & 1) == 1 ? words.getInt(table + 8) & 0xffff_ffffL : 0;
        return new FirstFrame(
                header.codec(),
                header.channels(),
                header.sampleRate(),
                variable ? 0 : header.bitrateKbps() * KBPS,
                frames * header.samplesPerFrame());
    }

    private static boolean isFollowed(ByteBuffer words, int at, MpegAudioHeader header) {
        int next = at + header.frameLength();
        if (header.frameLength() == 0 || next + MpegAudioHeader.SIZE > words.limit()) {
            return at == 0;
        }
        int last = Math.min(next + PACKETING, words.limit() - MpegAudioHeader.SIZE);
        for (int i = next; i <= last; i++) {
            if (words.get(i) == (byte) 0xff
                    && MpegAudioHeader.parse(words.getInt(i))
                            .filter(header::sameStream)
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
