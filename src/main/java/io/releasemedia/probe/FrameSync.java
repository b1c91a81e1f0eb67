package io.releasemedia.probe;

import io.releasemedia.probe.format.codec.Ac3Header;
import io.releasemedia.probe.format.codec.MpegAudioHeader;
import java.util.Arrays;
import java.util.Optional;

/**
 * Streams without a container, which are told by sync words that repeat at the distances their headers give: MPEG
 * audio, AAC in ADTS or LOAS, AC-3 and MPEG transport streams. One sync word alone proves nothing: it is 11 or 12
 * bits.
 */
final class FrameSync {

    /** Frames in a row that prove MPEG audio behind leading junk. */
    private static final int FRAMES_BEHIND_JUNK = 4;

    private static final int MAX_FREE_FORMAT_FRAME = 4096;
    private static final int NO_FRAME = -1;
    private static final int ADTS_HEADER = 7;

    private FrameSync() {}

    /**
     * The MIME type of a stream that starts at the first byte.
     *
     * @param head the stream's first kilobytes
     * @param whole whether they are all there is, so that a last frame needs no successor
     */
    static Optional<String> atStart(byte[] head, boolean whole) {
        if (head.length < 8) {
            return Optional.empty();
        }
        int word = word(head, 0);
        if (word >>> 16 == Ac3Header.SYNC) {
            byte[] header = Arrays.copyOf(head, Math.min(head.length, Ac3Header.SIZE));
            return Ac3Header.parse(header).map(h -> h.enhanced() ? "audio/eac3" : "audio/ac3");
        }
        if (isAdts(word)) {
            return adtsRun(head, 0, 1, whole) ? Optional.of("audio/aac") : Optional.empty();
        }
        if (MpegAudioHeader.matches(word)) {
            return mpegRun(head, 0, 2, whole) ? Optional.of("audio/mpeg") : Optional.empty();
        }
        if (isLoas(word)) {
            return loasRun(head, whole) ? Optional.of("audio/aac") : Optional.empty();
        }
        return isTransportStream(head) ? Optional.of("video/mp2t") : Optional.empty();
    }

    /**
     * The MIME type of a stream that begins somewhere in these bytes: MPEG audio or AAC.
     *
     * @param whole whether they are all there is, so that two frames do that end with them
     */
    static Optional<String> within(byte[] bytes, boolean whole) {
        for (int at = 0; at + ADTS_HEADER <= bytes.length; at++) {
            if (bytes[at] != (byte) 0xff) {
                continue;
            }
            if (mpegRun(bytes, at, FRAMES_BEHIND_JUNK, whole)) {
                return Optional.of("audio/mpeg");
            }
            if (isAdts(word(bytes, at)) && adtsRun(bytes, at, FRAMES_BEHIND_JUNK, whole)) {
                return Optional.of("audio/aac");
            }
        }
        return Optional.empty();
    }

    /** Whether {@code frames} frames of one stream follow each other from {@code start} on. */
    private static boolean mpegRun(byte[] bytes, int start, int frames, boolean whole) {
        Optional<MpegAudioHeader> first = parse(bytes, start);
        if (first.isEmpty()) {
            return false;
        }
        // Looking for the next header of a free-format stream at every byte would take quadratic time.
        int free = start == 0 && first.get().bitrateKbps() == 0 ? freeFormatLength(bytes, first.get()) : NO_FRAME;
        Optional<MpegAudioHeader> header = first;
        int at = start;
        for (int i = 0; i < frames; i++) {
            if (header.isEmpty() || !header.get().sameStream(first.get())) {
                return false;
            }
            int length = length(header.get(), free);
            if (length <= MpegAudioHeader.SIZE) {
                return false;
            }
            at += length;
            if (at + MpegAudioHeader.SIZE > bytes.length) {
                // The bytes end inside the stream: what was seen has to do, if it starts or ends the file.
                return start == 0 ? i > 0 || whole && at <= bytes.length : i > 0 && whole && at == bytes.length;
            }
            header = parse(bytes, at);
        }
        return true;
    }

    private static int length(MpegAudioHeader header, int free) {
        return header.bitrateKbps() == 0 ? free + (header.padding() ? header.slotBytes() : 0) : header.frameLength();
    }

    private static Optional<MpegAudioHeader> parse(byte[] bytes, int at) {
        return at + MpegAudioHeader.SIZE > bytes.length ? Optional.empty() : MpegAudioHeader.parse(word(bytes, at));
    }

    /**
     * Bytes of the first frame without padding, which free format does not state: the distance to the next header of
     * the same stream; {@link #NO_FRAME} without one.
     */
    private static int freeFormatLength(byte[] bytes, MpegAudioHeader first) {
        int end = Math.min(bytes.length - MpegAudioHeader.SIZE, MAX_FREE_FORMAT_FRAME);
        for (int at = MpegAudioHeader.SIZE; at <= end; at++) {
            if (bytes[at] == (byte) 0xff) {
                Optional<MpegAudioHeader> next = parse(bytes, at);
                if (next.isPresent()
                        && next.get().bitrateKbps() == 0
                        && next.get().sameStream(first)) {
                    return at - (first.padding() ? first.slotBytes() : 0);
                }
            }
        }
        return NO_FRAME;
    }

    /** ISO/IEC 14496-3, section 1.A.2.2: 12 sync bits, the layer bits 0, and no reserved sample rate. */
    private static boolean isAdts(int word) {
        return (word & 0xfff6_0000) == 0xfff0_0000 && (word >> 10 & 15) < 13;
    }

    /** Whether {@code frames} frames follow each other from {@code start} on, and another header behind them. */
    private static boolean adtsRun(byte[] bytes, int start, int frames, boolean whole) {
        int at = start;
        for (int i = 0; i < frames; i++) {
            int length = (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xff) << 3 | (bytes[at + 5] & 0xff) >> 5;
            if (length < ADTS_HEADER) {
                return false;
            }
            at += length;
            if (at + ADTS_HEADER > bytes.length) {
                return whole && (start == 0 ? i > 0 || at <= bytes.length : i > 0 && at == bytes.length);
            }
            int next = word(bytes, at);
            // Profile, sample rate and channels are fixed for the stream.
            if (!isAdts(next) || (next & 0xffff_fdc0) != (word(bytes, start) & 0xffff_fdc0)) {
                return false;
            }
        }
        return true;
    }

    /** ISO/IEC 14496-3, section 1.7.2: 11 sync bits before a length of 13. */
    private static boolean isLoas(int word) {
        return word >>> 21 == 0x2b7;
    }

    private static boolean loasRun(byte[] head, boolean whole) {
        int at = 0;
        for (int i = 0; i < 2; i++) {
            at += 3 + (word(head, at) >>> 8 & 0x1fff);
            if (at + 4 > head.length) {
                return i > 0 || whole && at <= head.length;
            }
            if (!isLoas(word(head, at))) {
                return false;
            }
        }
        return true;
    }

    /** ISO/IEC 13818-1, section 2.4.3.2: packets of 188 bytes, with 4 of time before or 16 behind each. */
    private static boolean isTransportStream(byte[] head) {
        return packets(head, 0, 188) || packets(head, 4, 192) || packets(head, 0, 204);
    }

    private static boolean packets(byte[] head, int offset, int size) {
        if (head.length < offset + 3 * size) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (head[offset + i * size] != 0x47) {
                return false;
            }
        }
        return true;
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }
}
