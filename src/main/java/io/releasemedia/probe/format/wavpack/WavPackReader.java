package io.releasemedia.probe.format.wavpack;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * WavPack 4 and 5: blocks, each of which holds one or two channels; a group from an initial to a final block holds
 * all. Where the first block does not know the length, the last block of the file tells it.
 *
 * <p>DSD is counted as WavPack does, in bytes of 8 one-bit samples: DSD64 has 352,800 Hz. Hybrid files count as lossy,
 * since the correction file is not seen. Bit rate: bytes without tags.
 */
public final class WavPackReader implements FormatReader {

    private static final int MAX_METADATA_BLOCKS = 64;
    private static final int MAX_SUB_BLOCKS = 64;
    private static final int MAX_STREAMS = 128;
    private static final int SMALL_TAIL = 64 << 10;

    private static final int ID_CHANNELS = 0x0d;
    private static final int ID_DSD = 0x0e;
    private static final int ID_BITSTREAM = 0x0a;
    private static final int ID_RATE = 0x27;

    /** What the sub-blocks add to a block's header; 0 where they say nothing. */
    private static final class Extras {
        private int channels;
        private int sampleRate;
        private int rateShift;
    }

    @Override
    public String name() {
        return "wavpack";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        WavPackBlock block = firstAudio(in);
        long at = in.position();
        facts.codec("wavpack").put(Field.CONTAINER, "wavpack");
        Extras extras = subBlocks(in, at, block);
        long rate = (long) (extras.sampleRate > 0 ? extras.sampleRate : block.sampleRate()) << extras.rateShift;
        facts.sampleRate((double) rate)
                .bitsPerSample(block.bitsPerSample())
                .put(Field.LOSSLESS, !block.isHybrid())
                .put(Field.BITRATE_MODE, "VBR");
        facts.channels(channels(in, at, block, extras));
        long end = TrailingTags.audioEnd(in, start);
        // Encoders that write into a pipe leave -1 or 0.
        long samples = block.totalSamples() > 0 ? block.totalSamples() : fromLastBlock(in, at, end, block);
        facts.samples(samples, rate);
        if (end != Long.MAX_VALUE && rate > 0) {
            facts.bitrate(end - start, (double) samples / rate);
        }
    }

    /** Leaves the position at the first block that has samples. */
    private static WavPackBlock firstAudio(ByteWindow in) throws IOException {
        for (int i = 0; i < MAX_METADATA_BLOCKS; i++) {
            Optional<WavPackBlock> block = WavPackBlock.parse(in.peekBytes(WavPackBlock.HEADER), 0);
            if (block.isEmpty()) {
                throw MalformedMediaException.at(in, "a WavPack block expected");
            }
            if (block.get().samples() > 0 || block.get().totalSamples() == 0) {
                return block.get();
            }
            in.skip(block.get().length());
        }
        throw MalformedMediaException.at(in, "a block with samples expected before");
    }

    private static Extras subBlocks(ByteWindow in, long at, WavPackBlock block) throws IOException {
        Extras extras = new Extras();
        long end = at + block.length();
        in.seek(at + WavPackBlock.HEADER);
        for (int i = 0; i < MAX_SUB_BLOCKS && in.position() + 2 <= end && in.has(4); i++) {
            int id = in.u8();
            int words = in.u8() | ((id & 0x80) != 0 ? in.u16le() << 8 : 0);
            int size = words * 2 - ((id & 0x40) != 0 ? 1 : 0);
            long body = in.position();
            switch (id & 0x3f) {
                case ID_CHANNELS -> extras.channels = channelCount(in, size);
                case ID_RATE -> extras.sampleRate = size >= 3 ? in.u24le() : 0;
                case ID_DSD -> extras.rateShift = size >= 1 ? in.u8() & 31 : 0;
                default -> {}
            }
            if ((id & 0x3f) == ID_BITSTREAM || (id & 0x3f) == ID_DSD) {
                break;
            }
            in.seek(body + words * 2L);
        }
        return extras;
    }

    /** The low 8 bits of the count, then either a channel mask or, in long sub-blocks, also 4 more bits, less one. */
    private static int channelCount(ByteWindow in, int size) throws IOException {
        if (size < 1) {
            return 0;
        }
        int low = in.u8();
        return size < 6 ? low : (low | (in.skip(1).u8() & 15) << 8) + 1;
    }

    private static long channels(ByteWindow in, long at, WavPackBlock first, Extras extras) throws IOException {
        if (extras.channels > 0) {
            return extras.channels;
        }
        long channels = first.channels();
        long next = at + first.length();
        WavPackBlock block = first;
        for (int i = 0; i < MAX_STREAMS && !block.isFinal(); i++) {
            Optional<WavPackBlock> follower = WavPackBlock.parse(in.seek(next).peekBytes(WavPackBlock.HEADER), 0);
            if (follower.isEmpty() || follower.get().index() != first.index()) {
                break;
            }
            block = follower.get();
            channels += block.channels();
            next += block.length();
        }
        return channels;
    }

    private static long fromLastBlock(ByteWindow in, long at, long end, WavPackBlock first) throws IOException {
        if (end == Long.MAX_VALUE) {
            return 0;
        }
        for (int size = SMALL_TAIL; size <= ByteWindow.MAX_READ; size <<= 2) {
            int there = (int) Math.min(size, end - at);
            byte[] tail = in.seek(end - there).peekBytes(there);
            for (int i = tail.length - WavPackBlock.HEADER; i >= 0; i--) {
                Optional<WavPackBlock> block = WavPackBlock.parse(tail, i);
                if (block.isPresent()
                        && block.get().samples() > 0
                        && block.get().index() >= first.index()) {
                    return block.get().index() + block.get().samples() - first.index();
                }
            }
            if (there < size) {
                break;
            }
        }
        return 0;
    }
}
