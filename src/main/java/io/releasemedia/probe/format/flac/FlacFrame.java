package io.releasemedia.probe.format.flac;

import io.releasemedia.probe.format.codec.FlacStreamInfo;
import java.util.Optional;

/**
 * The header of a FLAC frame (RFC 9639 §9.1), accepted only where its CRC-8 holds and it agrees with the stream info.
 *
 * @param variable whether {@code number} counts samples; otherwise it counts frames
 * @param number of the frame's first sample, or of the frame
 * @param blockSize samples of this frame
 */
record FlacFrame(boolean variable, long number, int blockSize) {

    private static final int MAX_LENGTH = 16;
    private static final int[] RATES = {
        0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };
    private static final int[] BITS = {0, 8, 12, -1, 16, 20, 24, 32};

    /** Reads the header at an index; empty where none is, or where it is cut. */
    static Optional<FlacFrame> parse(byte[] bytes, int at, FlacStreamInfo info) {
        if (bytes.length - at < 6
                || bytes[at] != (byte) 0xff
                || (bytes[at + 1] & 0xfe) != 0xf8
                || !agrees(bytes[at + 2] & 0xff, bytes[at + 3] & 0xff, info)) {
            return Optional.empty();
        }
        int codes = bytes[at + 2] & 0xff;
        int end = at + 4 + numberLength(bytes[at + 4]);
        int sizeBytes = codes >> 4 == 6 ? 1 : codes >> 4 == 7 ? 2 : 0;
        int rateBytes = (codes & 15) == 12 ? 1 : (codes & 15) > 12 ? 2 : 0;
        if (end == at + 4 || bytes.length <= end + sizeBytes + rateBytes) {
            return Optional.empty();
        }
        int crcAt = end + sizeBytes + rateBytes;
        if (crcAt - at > MAX_LENGTH || crc8(bytes, at, crcAt) != (bytes[crcAt] & 0xff)) {
            return Optional.empty();
        }
        int blockSize = blockSize(codes >> 4, bytes, end);
        return Optional.of(new FlacFrame((bytes[at + 1] & 1) != 0, number(bytes, at + 4, end), blockSize));
    }

    /** Samples from the stream's start to the end of this frame. */
    long endSample(FlacStreamInfo info) {
        long fixed = info.maxBlockSize() > 0 ? info.maxBlockSize() : blockSize;
        return (variable ? number : number * fixed) + blockSize;
    }

    private static boolean agrees(int codes, int format, FlacStreamInfo info) {
        int rate = codes & 15;
        int channels = format >> 4;
        int bits = BITS[format >> 1 & 7];
        return codes >> 4 != 0
                && rate != 15
                && (rate == 0 || rate >= RATES.length || RATES[rate] == info.sampleRate())
                && channels <= 10
                && (channels < 8 ? channels + 1 : 2) == info.channels()
                && (bits == 0 || bits == info.bitsPerSample())
                && (format & 1) == 0;
    }

    private static int blockSize(int code, byte[] bytes, int at) {
        return switch (code) {
            case 1 -> 192;
            case 6 -> (bytes[at] & 0xff) + 1;
            case 7 -> ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff)) + 1;
            default -> code < 6 ? 576 << (code - 2) : 256 << (code - 8);
        };
    }

    /** Bytes of a number in the extended UTF-8 that frame headers use; 0 for what no number starts with. */
    private static int numberLength(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones == 0 ? 1 : ones == 1 || ones > 7 ? 0 : ones;
    }

    private static long number(byte[] bytes, int at, int end) {
        int length = end - at;
        long value = length == 1 ? bytes[at] : bytes[at] & 0x7f >> length;
        for (int i = at + 1; i < end; i++) {
            value = value << 6 | (bytes[i] & 0x3f);
        }
        return value;
    }

    /** Polynomial x^8 + x^2 + x + 1, from 0. */
    private static int crc8(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x80) != 0 ? (crc << 1 ^ 0x07) & 0xff : crc << 1;
            }
        }
        return crc;
    }
}
