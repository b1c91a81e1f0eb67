package io.releasemedia.probe.format.flv;

import io.releasemedia.probe.format.codec.Bits;
import io.releasemedia.probe.format.codec.VideoSequence;
import java.util.Optional;

/**
 * What the first video tag says of the pictures, for files without a script tag, as streams leave them: Sorenson's
 * variant of H.263 (Adobe's Flash Video File Format Specification 10.1, section E.4.3.2), and H.264's configuration
 * record (ISO/IEC 14496-15 section 5.3.3.1).
 */
final class FlvPictures {

    private static final int[][] SIZES = {{352, 288}, {176, 144}, {128, 96}, {320, 240}, {160, 120}};
    /** Type of the packet and time of composition, before the record. */
    private static final int AVC_PACKET_HEADER = 4;

    /** Bytes of the record before its first parameter set. */
    private static final int AVC_RECORD_HEADER = 8;

    private FlvPictures() {}

    /** From a picture header. */
    static Optional<VideoSequence> sorenson(byte[] data) {
        Bits bits = new Bits(data);
        if (bits.take(17) != 1) {
            return Optional.empty();
        }
        int code = bits.skip(13).take(3);
        int width;
        int height;
        if (code < 2) {
            int length = code == 0 ? 8 : 16;
            width = bits.take(length);
            height = bits.take(length);
        } else if (code - 2 < SIZES.length) {
            width = SIZES[code - 2][0];
            height = SIZES[code - 2][1];
        } else {
            return Optional.empty();
        }
        return bits.overrun() ? Optional.empty() : Optional.of(new VideoSequence(width, height, 0));
    }

    /** From the sequence parameter set of a tag that configures the decoder. */
    static Optional<VideoSequence> avc(byte[] data) {
        int start = AVC_PACKET_HEADER + AVC_RECORD_HEADER;
        if (data.length <= start || data[0] != 0 || (data[AVC_PACKET_HEADER + 5] & 0x1f) == 0) {
            return Optional.empty();
        }
        int length = Math.min((data[start - 2] & 0xff) << 8 | data[start - 1] & 0xff, data.length - start);
        byte[] unit = new byte[3 + length];
        unit[2] = 1;
        System.arraycopy(data, start, unit, 3, length);
        return VideoSequence.find("h264", unit);
    }
}
