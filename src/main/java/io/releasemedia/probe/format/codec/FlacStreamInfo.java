package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The STREAMINFO metadata block of a FLAC stream (RFC 9639 §8.2), as it stands in native FLAC, Ogg, Matroska, MP4 and
 * CAF.
 *
 * @param minBlockSize samples of the smallest block but the last
 * @param maxBlockSize samples of the largest block; equal to the smallest where the block size is fixed
 * @param minFrameSize bytes of the smallest frame; 0 where the encoder did not know
 * @param sampleRate Hz; 0 where the stream is no audio
 * @param channels 1 to 8
 * @param bitsPerSample 4 to 32
 * @param totalSamples samples of one channel; 0 where the encoder did not know
 */
public record FlacStreamInfo(
        int minBlockSize,
        int maxBlockSize,
        int minFrameSize,
        int sampleRate,
        int channels,
        int bitsPerSample,
        long totalSamples) {

    /** Bytes of the block's body. */
    public static final int LENGTH = 34;

    private static final int LENGTH_WITHOUT_MD5 = 18;

    /** Reads the body of the block, without its 4-byte header; empty where it is too short (the MD5 may be missing). */
    public static Optional<FlacStreamInfo> parse(byte[] body) {
        if (body.length < LENGTH_WITHOUT_MD5) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        long packed = in.getLong(10);
        return Optional.of(new FlacStreamInfo(
                in.getShort(0) & 0xffff,
                in.getShort(2) & 0xffff,
                in.getInt(4) >>> 8,
                (int) (packed >>> 44),
                (int) (packed >>> 41 & 7) + 1,
                (int) (packed >>> 36 & 31) + 1,
                packed & 0xf_ffff_ffffL));
    }

    /** Seconds; 0 where the length or the rate is not known. */
    public double seconds() {
        return sampleRate == 0 ? 0 : (double) totalSamples / sampleRate;
    }
}
