package io.releasemedia.probe.format.adts;

import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * The header of an ADTS frame (ISO/IEC 14496-3 section 1.A.3.2).
 *
 * @param headerLength bytes before the first raw data block, checksum included
 * @param length bytes of the frame, header included
 * @param sampleRate Hz of the core coder
 * @param channelConfiguration 0 where a program config element in the frame has the channels
 * @param blocks raw data blocks of 1024 samples, 1 to 4
 * @param stream what does not change through a stream: version, object type, sample rate
 */
record AdtsHeader(int headerLength, int length, int sampleRate, int channelConfiguration, int blocks, int stream) {

    static final int SIZE = 7;

    private static final int SYNC_MASK = 0xfff6_0000;
    private static final int SYNC = 0xfff0_0000;
    private static final int STREAM_BITS = 0xfffe_fc00;

    static Optional<AdtsHeader> read(ByteWindow in) throws IOException {
        if (!in.has(SIZE)) {
            return Optional.empty();
        }
        int word = in.i32be();
        int rest = in.u24be();
        int headerLength = (word & 0x1_0000) != 0 ? SIZE : SIZE + 2;
        int sampleRate = AudioSpecificConfig.sampleRate(word >> 10 & 15);
        int length = (word & 3) << 11 | rest >> 13;
        if ((word & SYNC_MASK) != SYNC || sampleRate == 0 || length <= headerLength) {
            return Optional.empty();
        }
        int blocks = (rest & 3) + 1;
        return Optional.of(new AdtsHeader(headerLength, length, sampleRate, word >> 6 & 7, blocks, word & STREAM_BITS));
    }
}
