package io.releasemedia.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files in the ways that break readers; the same seed gives the same damage. */
final class Mutations {

    /** Values of length and count fields that break arithmetic. */
    private static final long[] EXTREMES = {
        0,
        1,
        2,
        7,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffff,
        0x8000_0000L,
        0xffff_fff8L,
        0xffff_ffffL,
        0x7fff_ffff_ffff_ffffL,
        0x8000_0000_0000_0000L,
        -1
    };

    private static final int HEAD = 512;

    private final List<byte[]> seeds;
    private final Random random;

    Mutations(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    /** The next damaged file: one of the seeds with one to three mutations. */
    byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count && bytes.length > 0; i++) {
            bytes = mutate(bytes);
        }
        return bytes;
    }

    private byte[] mutate(byte[] bytes) {
        return switch (random.nextInt(8)) {
            case 0 -> flipBits(bytes);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> repeatPart(bytes);
            case 3 -> splice(bytes);
            case 4 -> fillPart(bytes);
            default -> setField(bytes);
        };
    }

    /** Headers are where damage matters, so most of it goes there. */
    private int place(byte[] bytes) {
        return random.nextInt(random.nextInt(4) == 0 ? bytes.length : Math.min(HEAD, bytes.length));
    }

    private byte[] flipBits(byte[] bytes) {
        int count = 1 + random.nextInt(16);
        for (int i = 0; i < count; i++) {
            bytes[place(bytes)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] setField(byte[] bytes) {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = 1 << random.nextInt(4);
        int at = place(bytes);
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (bigEndian ? width - 1 - i : i));
        }
        return bytes;
    }

    private byte[] fillPart(byte[] bytes) {
        int from = place(bytes);
        Arrays.fill(
                bytes, from, Math.min(bytes.length, from + random.nextInt(64)), random.nextBoolean() ? (byte) -1 : 0);
        return bytes;
    }

    /** Nested and repeated structures: a part of the file again and again. */
    private byte[] repeatPart(byte[] bytes) {
        int from = place(bytes);
        int length = Math.min(bytes.length - from, 1 + random.nextInt(256));
        int times = 1 + random.nextInt(200);
        byte[] result = new byte[bytes.length + length * times];
        System.arraycopy(bytes, 0, result, 0, from);
        for (int i = 0; i <= times; i++) {
            System.arraycopy(bytes, from, result, from + i * length, length);
        }
        System.arraycopy(bytes, from + length, result, from + (times + 1) * length, bytes.length - from - length);
        return result;
    }

    private byte[] splice(byte[] bytes) {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int cut = random.nextInt(bytes.length);
        int from = random.nextInt(other.length);
        byte[] result = Arrays.copyOf(bytes, cut + other.length - from);
        System.arraycopy(other, from, result, cut, other.length - from);
        return result;
    }
}
