package io.releasemedia.probe.format.codec;

import java.util.Arrays;
import java.util.Optional;

/**
 * Size of the pictures by the headers inside a video elementary stream: sequence headers of MPEG-1 and MPEG-2 (ISO/IEC
 * 13818-2 section 6.2.2), sequence parameter sets of H.264 (ITU-T H.264 section 7.3.2.1.1) and H.265 (ITU-T H.265
 * section 7.3.2.2).
 *
 * @param width pixels, after cropping
 * @param height pixels, after cropping
 * @param frameRate frames a second; 0 where the header does not say
 */
public record VideoSequence(int width, int height, double frameRate) {

    private static final double[] FRAME_RATES = {
        0, 24_000 / 1001.0, 24, 25, 30_000 / 1001.0, 30, 50, 60_000 / 1001.0, 60
    };
    private static final int MPEG_SEQUENCE = 0xb3;
    private static final int AVC_SPS = 7;
    private static final int HEVC_SPS = 33;
    private static final int MAX_UNIT = 1024;
    private static final int MAX_SIDE = 1 << 15;

    /**
     * Finds the first header in the start of a stream with start codes.
     *
     * @param codec ffprobe's name
     */
    public static Optional<VideoSequence> find(String codec, byte[] stream) {
        for (int i = 0; i + 8 < stream.length; i++) {
            if (stream[i] != 0 || stream[i + 1] != 0 || stream[i + 2] != 1) {
                continue;
            }
            int head = stream[i + 3] & 0xff;
            Optional<VideoSequence> found =
                    switch (codec) {
                        case "mpeg1video", "mpeg2video" ->
                            head == MPEG_SEQUENCE ? mpeg(stream, i + 4) : Optional.empty();
                        case "h264" ->
                            (head & 0x1f) == AVC_SPS ? avc(unescape(stream, i + 4)) : Optional.<VideoSequence>empty();
                        case "hevc" ->
                            (head >> 1 & 0x3f) == HEVC_SPS
                                    ? hevc(unescape(stream, i + 5))
                                    : Optional.<VideoSequence>empty();
                        default -> Optional.<VideoSequence>empty();
                    };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<VideoSequence> of(long width, long height, double frameRate) {
        return width > 0 && height > 0 && width < MAX_SIDE && height < MAX_SIDE
                ? Optional.of(new VideoSequence((int) width, (int) height, frameRate))
                : Optional.empty();
    }

    private static Optional<VideoSequence> mpeg(byte[] stream, int at) {
        Bits bits = new Bits(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 8)));
        int width = bits.take(12);
        int height = bits.take(12);
        int rate = bits.skip(4).take(4);
        return of(width, height, rate < FRAME_RATES.length ? FRAME_RATES[rate] : 0);
    }

    /** The bytes of a unit without the bytes that keep start codes out of it. */
    private static byte[] unescape(byte[] stream, int from) {
        byte[] unit = new byte[Math.min(MAX_UNIT, Math.max(0, stream.length - from))];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < stream.length && length < unit.length; i++) {
            if (zeros >= 2 && stream[i] == 3) {
                zeros = 0;
                continue;
            }
            if (zeros >= 2 && stream[i] == 1) {
                break;
            }
            zeros = stream[i] == 0 ? zeros + 1 : 0;
            unit[length++] = stream[i];
        }
        return Arrays.copyOf(unit, length);
    }

    private static Optional<VideoSequence> avc(byte[] unit) {
        Bits bits = new Bits(unit);
        int profile = bits.take(8);
        bits.skip(16);
        golomb(bits);
        int chroma = 1;
        boolean separate = false;
        if (hasChroma(profile)) {
            chroma = (int) golomb(bits);
            separate = chroma == 3 && bits.flag();
            golomb(bits);
            golomb(bits);
            bits.skip(1);
            if (bits.flag()) {
                skipScaling(bits, chroma == 3 ? 12 : 8);
            }
        }
        golomb(bits);
        long order = golomb(bits);
        if (order == 0) {
            golomb(bits);
        } else if (order == 1) {
            bits.skip(1);
            golomb(bits);
            golomb(bits);
            for (long left = Math.min(255, golomb(bits)); left > 0; left--) {
                golomb(bits);
            }
        }
        golomb(bits);
        bits.skip(1);
        long width = (golomb(bits) + 1) * 16;
        long height = (golomb(bits) + 1) * 16;
        int fields = bits.flag() ? 1 : 2;
        bits.skip(fields == 2 ? 1 : 0);
        bits.skip(1);
        int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
        int unitY = chroma == 1 ? 2 : 1;
        return crop(bits, width, height * fields, separate ? 1 : unitX, (separate ? 1 : unitY) * fields);
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScaling(Bits bits, int lists) {
        for (int list = 0; list < lists; list++) {
            if (!bits.flag()) {
                continue;
            }
            int last = 8;
            for (int left = list < 6 ? 16 : 64; left > 0 && last != 0; left--) {
                long code = golomb(bits);
                long delta = (code & 1) == 0 ? -(code >> 1) : (code + 1) >> 1;
                last = (int) (last + delta) & 0xff;
            }
        }
    }

    private static Optional<VideoSequence> hevc(byte[] unit) {
        Bits bits = new Bits(unit);
        int layers = bits.skip(4).take(3);
        bits.skip(1 + 96);
        int profiles = 0;
        int levels = 0;
        for (int i = 0; i < layers; i++) {
            profiles += bits.take(1);
            levels += bits.take(1);
        }
        bits.skip((layers > 0 ? (8 - layers) * 2 : 0) + profiles * 88 + levels * 8);
        golomb(bits);
        int chroma = (int) golomb(bits);
        bits.skip(chroma == 3 ? 1 : 0);
        long width = golomb(bits);
        long height = golomb(bits);
        return crop(bits, width, height, chroma == 1 || chroma == 2 ? 2 : 1, chroma == 1 ? 2 : 1);
    }

    private static Optional<VideoSequence> crop(Bits bits, long width, long height, int unitX, int unitY) {
        long cutX = 0;
        long cutY = 0;
        if (bits.flag()) {
            cutX = golomb(bits) + golomb(bits);
            cutY = golomb(bits) + golomb(bits);
        }
        return bits.overrun() ? Optional.empty() : of(width - cutX * unitX, height - cutY * unitY, 0);
    }

    /** An unsigned Exp-Golomb code. */
    private static long golomb(Bits bits) {
        int zeros = 0;
        while (zeros < 32 && !bits.flag() && !bits.overrun()) {
            zeros++;
        }
        return (1L << zeros) - 1 + (bits.take(zeros) & 0xffff_ffffL);
    }
}
