package io.releasemedia.probe.format.musepack;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Musepack (musepack.net, "SV7 specification" and "SV8 specification"): {@code MPCK} for stream version 8, {@code MP+}
 * for 7, and no magic for 4 to 6, whose first word is checked for what encoders of that time could write.
 *
 * <p>A frame is 1,152 samples. Bit rate: bytes without tags ÷ the length of all coded frames.
 */
public final class MusepackReader implements FormatReader {

    private static final int FRAME = 1152;
    private static final int DECODER_DELAY = 481;
    private static final int MAX_PACKETS = 64;
    private static final int[] RATES = {44_100, 48_000, 37_800, 32_000};
    private static final int OLD_RATE = 44_100;

    @Override
    public String name() {
        return "musepack";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        facts.put(Field.CONTAINER, "musepack");
        if (in.peek("MPCK")) {
            readVersion8(in.skip(4), start, facts);
        } else if (in.peek("MP+")) {
            readVersion7(in.skip(3), start, facts);
        } else {
            readOld(in, start, facts);
        }
        facts.put(Field.LOSSLESS, false).put(Field.BITRATE_MODE, "VBR");
    }

    private static void readVersion7(ByteWindow in, long start, Facts facts) throws IOException {
        int version = in.u8() & 15;
        if (version != 7) {
            throw MalformedMediaException.at(in, "stream version 7 expected before");
        }
        long frames = in.u32le();
        int flags = in.i32le();
        in.skip(8);
        int gapless = in.i32le();
        int rate = RATES[flags >>> 16 & 3];
        int last = gapless >>> 20 & 0x7ff;
        long samples = frames * FRAME - (gapless < 0 ? FRAME - Math.min(last, FRAME) : DECODER_DELAY);
        facts.codec("musepack7").channels(2).sampleRate(rate).samples(samples, rate);
        bitrate(in, start, frames * FRAME, rate, facts);
    }

    private static void readVersion8(ByteWindow in, long start, Facts facts) throws IOException {
        for (int i = 0; i < MAX_PACKETS; i++) {
            long packet = in.position();
            String key = in.ascii(2);
            long size = varint(in);
            if (key.equals("SH")) {
                streamHeader(in, start, facts);
                return;
            }
            if (size < in.position() - packet || key.equals("SE") || key.equals("AP")) {
                break;
            }
            in.seek(packet + size);
        }
        throw MalformedMediaException.at(in, "a stream header packet expected before");
    }

    private static void streamHeader(ByteWindow in, long start, Facts facts) throws IOException {
        in.skip(4);
        int version = in.u8();
        if (version != 8) {
            throw MalformedMediaException.at(in, "stream version 8 expected before");
        }
        long samples = varint(in);
        long silence = varint(in);
        int packed = in.u16be();
        if (packed >>> 13 >= RATES.length) {
            throw MalformedMediaException.at(in, "a sample rate index below 4 expected before");
        }
        int rate = RATES[packed >>> 13];
        facts.codec("musepack8")
                .channels((packed >>> 4 & 15) + 1L)
                .sampleRate(rate)
                .samples(samples - silence, rate);
        bitrate(in, start, samples, rate, facts);
    }

    /** Stream version 4 to 6: bit rate in 9 bits, two flags, version in 10 bits, and the number of frames. */
    private static void readOld(ByteWindow in, long start, Facts facts) throws IOException {
        int first = in.i32le();
        int version = first >>> 11 & 0x3ff;
        int bands = first >>> 6 & 31;
        if (version < 4 || version > 6 || bands == 0) {
            throw new MalformedMediaException(start, "\"MPCK\", \"MP+\" or a header of stream version 4 to 6 expected");
        }
        int second = in.i32le();
        // Before version 6 the last frame only flushes the decoder.
        long frames = (version >= 5 ? second & 0xffff_ffffL : second >>> 16) - (version < 6 ? 1 : 0);
        long samples = frames * FRAME - DECODER_DELAY;
        facts.codec("musepack" + version).channels(2).sampleRate(OLD_RATE).samples(samples, OLD_RATE);
        int declared = first >>> 23;
        if (declared > 0) {
            facts.bitrate(declared);
        } else {
            bitrate(in, start, frames * FRAME, OLD_RATE, facts);
        }
    }

    private static void bitrate(ByteWindow in, long start, long codedSamples, int rate, Facts facts)
            throws IOException {
        long end = TrailingTags.audioEnd(in, start);
        if (end != Long.MAX_VALUE) {
            facts.bitrate(end - start, (double) codedSamples / rate);
        }
    }

    /** 7 bits a byte, most significant first, the top bit announcing another byte; at most 9 bytes. */
    private static long varint(ByteWindow in) throws IOException {
        long value = 0;
        for (int i = 0; i < 9; i++) {
            int next = in.u8();
            value = value << 7 | (next & 0x7f);
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw MalformedMediaException.at(in, "a number of at most 9 bytes expected before");
    }
}
