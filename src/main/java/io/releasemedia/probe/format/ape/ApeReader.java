package io.releasemedia.probe.format.ape;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Monkey's Audio: {@code MAC } (or {@code MACF} for floating point) and a version, 3.98 and newer with a descriptor
 * before the header (Monkey's Audio SDK, {@code APE_DESCRIPTOR} and {@code APE_HEADER}), older ones with one header
 * ({@code APE_HEADER_OLD}). Bit rate: bytes without tags.
 */
public final class ApeReader implements FormatReader {

    private static final int DESCRIPTOR = 52;
    private static final int FIRST_VERSION = 3000;
    private static final int FIRST_WITH_DESCRIPTOR = 3980;
    private static final int FLAG_8_BIT = 1;
    private static final int FLAG_24_BIT = 8;

    private record Header(long blocksPerFrame, long finalBlocks, long frames, int bits, int channels, long sampleRate) {
        long samples() {
            return frames == 0 ? 0 : (frames - 1) * blocksPerFrame + finalBlocks;
        }
    }

    @Override
    public String name() {
        return "ape";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (!in.peek("MAC ") && !in.peek("MACF")) {
            throw MalformedMediaException.at(in, "\"MAC \" expected");
        }
        in.skip(4);
        int version = in.u16le();
        if (version < FIRST_VERSION) {
            throw MalformedMediaException.at(in, "a version of at least " + FIRST_VERSION + " expected before");
        }
        facts.codec("ape").put(Field.CONTAINER, "ape").put(Field.LOSSLESS, true).put(Field.BITRATE_MODE, "VBR");
        long[] declaredEnd = {0};
        Header header = version >= FIRST_WITH_DESCRIPTOR ? current(in, start, declaredEnd) : old(in, version);
        facts.sampleRate((double) header.sampleRate())
                .channels(header.channels())
                .bitsPerSample(header.bits())
                .samples(header.samples(), header.sampleRate());
        long end = TrailingTags.audioEnd(in, start);
        if (end == Long.MAX_VALUE || header.sampleRate() == 0) {
            return;
        }
        facts.bitrate(end - start, (double) header.samples() / header.sampleRate());
        if (declaredEnd[0] > end) {
            facts.truncated();
        }
    }

    private static Header current(ByteWindow in, long start, long[] declaredEnd) throws IOException {
        in.skip(2);
        long descriptor = in.u32le();
        long parts = in.u32le() + in.u32le() + in.u32le();
        parts += in.u32le() + (in.u32le() << 32) + in.u32le();
        long header = start + Math.max(DESCRIPTOR, descriptor);
        declaredEnd[0] = start + descriptor + parts;
        in.seek(header).skip(4);
        long blocksPerFrame = in.u32le();
        long finalBlocks = in.u32le();
        long frames = in.u32le();
        int bits = in.u16le();
        int channels = in.u16le();
        return new Header(blocksPerFrame, finalBlocks, frames, bits, channels, in.u32le());
    }

    private static Header old(ByteWindow in, int version) throws IOException {
        int compression = in.u16le();
        int flags = in.u16le();
        int channels = in.u16le();
        long sampleRate = in.u32le();
        in.skip(8);
        long frames = in.u32le();
        long finalBlocks = in.u32le();
        int bits = (flags & FLAG_8_BIT) != 0 ? 8 : (flags & FLAG_24_BIT) != 0 ? 24 : 16;
        return new Header(blocksPerFrame(version, compression), finalBlocks, frames, bits, channels, sampleRate);
    }

    private static long blocksPerFrame(int version, int compression) {
        if (version >= 3950) {
            return 73_728 * 4;
        }
        boolean large = version >= 3900 || (version >= 3800 && compression == 4000);
        return large ? 73_728 : 9_216;
    }
}
