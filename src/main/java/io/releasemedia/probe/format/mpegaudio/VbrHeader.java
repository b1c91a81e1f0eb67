package io.releasemedia.probe.format.mpegaudio;

import io.releasemedia.probe.format.codec.MpegAudioHeader;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The header that an encoder hides in a first frame without sound: Xing's ("Xing", for a constant rate "Info") with
 * LAME's extension (gabriel.mp3-tech.org, "Mp3 Info Tag revision 1"), or Fraunhofer's ("VBRI").
 *
 * @param frames number of frames with sound; 0 where it is not given
 * @param bytes bytes of the stream, this frame included; 0 where they are not given
 * @param isInfo whether it is an "Info" header
 * @param method LAME's way of choosing bit rates: 1 and 8 constant, 2 and 9 average, 3 to 6 variable, 0 unknown
 * @param lameKbps rate that LAME was told, in kbit/s; 0 where it is not given or above 254
 */
record VbrHeader(long frames, long bytes, boolean isInfo, int method, int lameKbps) {

    private static final int MAX_LENGTH = 256;
    private static final int XING = 0x5869_6e67;
    private static final int INFO = 0x496e_666f;
    private static final int VBRI = 0x5642_5249;
    private static final int VBRI_AT = MpegAudioHeader.SIZE + 32;
    private static final int CRC = 2;

    /** The header in the frame at the window's position; empty where it is a frame like any other. */
    static Optional<VbrHeader> read(ByteWindow in, MpegAudioHeader header) throws IOException {
        if (header.layer() != 3) {
            return Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.wrap(in.peekBytes(MAX_LENGTH));
        int at = MpegAudioHeader.SIZE + header.sideInfoLength();
        if (word(frame, VBRI_AT) == VBRI) {
            return Optional.of(new VbrHeader(number(frame, VBRI_AT + 14), number(frame, VBRI_AT + 10), false, 0, 0));
        }
        Optional<VbrHeader> xing = xing(frame, at);
        // Most writers put it where it stands without a checksum, some behind the checksum.
        return xing.isPresent() || !header.crc() ? xing : xing(frame, at + CRC);
    }

    private static Optional<VbrHeader> xing(ByteBuffer frame, int start) {
        int tag = word(frame, start);
        if (tag != XING && tag != INFO) {
            return Optional.empty();
        }
        int flags = word(frame, start + 4);
        int at = start + 8;
        long frames = 0;
        long bytes = 0;
        if ((flags & 1) != 0) {
            frames = number(frame, at);
            at += 4;
        }
        if ((flags & 2) != 0) {
            bytes = number(frame, at);
            at += 4;
        }
        at += ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        boolean lame = word(frame, at) != 0;
        int method = lame ? word(frame, at + 9) >>> 24 & 15 : 0;
        int kbps = lame ? word(frame, at + 20) >>> 24 : 0;
        return Optional.of(new VbrHeader(frames, bytes, tag == INFO, method, kbps == 255 ? 0 : kbps));
    }

    /** {@code CBR}, {@code ABR} or {@code VBR}. */
    String mode() {
        return switch (method) {
            case 1, 8 -> "CBR";
            case 2, 9 -> "ABR";
            case 3, 4, 5, 6 -> "VBR";
            default -> isInfo ? "CBR" : "VBR";
        };
    }

    private static int word(ByteBuffer bytes, int at) {
        return at + 4 <= bytes.limit() ? bytes.getInt(at) : 0;
    }

    private static long number(ByteBuffer bytes, int at) {
        return word(bytes, at) & 0xffff_ffffL;
    }
}
