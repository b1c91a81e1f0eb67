package io.releasemedia.probe.format.asf;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** The object and stream types that matter (ASF specification 1.20, chapter 10), as their 16 bytes are stored. */
enum AsfGuid {
    HEADER(0x3026b2758e66cf11L, 0xa6d900aa0062ce6cL),
    FILE_PROPERTIES(0xa1dcab8c47a9cf11L, 0x8ee400c00c205365L),
    STREAM_PROPERTIES(0x9107dcb7b7a9cf11L, 0x8ee600c00c205365L),
    HEADER_EXTENSION(0xb503bf5f2ea9cf11L, 0x8ee300c00c205365L),
    EXTENDED_STREAM_PROPERTIES(0xcba5e61472c63243L, 0x8399a96952065b5aL),
    STREAM_BITRATES(0xce75f87b8d46d111L, 0x8d82006097c9a2b2L),
    AUDIO(0x409e69f84d5bcf11L, 0xa8fd00805f5c442bL),
    VIDEO(0xc0ef19bc4d5bcf11L, 0xa8fd00805f5c442bL),
    OTHER(0, 0);

    private static final AsfGuid[] ALL = values();

    private final long high;
    private final long low;

    AsfGuid(long high, long low) {
        this.high = high;
        this.low = low;
    }

    static AsfGuid read(ByteWindow in) throws IOException {
        long high = in.i64be();
        long low = in.i64be();
        for (AsfGuid guid : ALL) {
            if (guid.high == high && guid.low == low) {
                return guid;
            }
        }
        return OTHER;
    }
}
