package io.releasemedia.probe.format.tag;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Tags behind the audio: ID3v1 with its "TAG+" extension, APEv1 and APEv2 (Hydrogenaudio's APEv2 specification),
 * Lyrics3 v1 and v2 (id3.org), and an ID3v2.4 tag with a footer. They may follow each other in any order.
 */
public final class TrailingTags {

    private static final int MAX_TAGS = 16;
    private static final int TAIL = 2048;
    private static final int READ_AHEAD = 8 << 10;
    private static final int ID3V1 = 128;
    private static final int ID3V1_EXTENSION = 227;
    private static final int APE_FOOTER = 32;
    private static final int LYRICS_END = 9;
    private static final int LYRICS_MAX = 5100;

    private TrailingTags() {}

    /**
     * Where the audio that starts at {@code start} ends: the offset of the first trailing tag, else the file's length;
     * {@link Long#MAX_VALUE} where that is not known. The window's position stays; later fetches take {@value
     * #READ_AHEAD} bytes.
     */
    public static long audioEnd(ByteWindow in, long start) throws IOException {
        OptionalLong length = in.length();
        if (length.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long mark = in.position();
        long end = length.getAsLong();
        // One fetch for all tags, unless one is long; none at all where the file's end is in the window already.
        int tail = (int) Math.max(0, Math.min(TAIL, end - start));
        in.readAhead(tail).seek(end - tail).has(tail);
        for (int i = 0; i < MAX_TAGS; i++) {
            long tag = tagBefore(in, start, end);
            if (tag <= 0 || end - tag < start) {
                break;
            }
            end -= tag;
        }
        in.seek(mark).readAhead(READ_AHEAD);
        return end;
    }

    /** Bytes of the tag that ends at {@code end}; 0 where none does. */
    private static long tagBefore(ByteWindow in, long start, long end) throws IOException {
        int there = (int) Math.min(ID3V1, end - start);
        if (there < APE_FOOTER) {
            return 0;
        }
        ByteBuffer tail = ByteBuffer.wrap(in.seek(end - there).peekBytes(there));
        if (tail.limit() < there) {
            return 0;
        }
        if (there == ID3V1 && isAt(tail, 0, "TAG")) {
            return (long) ID3V1 + extension(in, start, end - ID3V1);
        }
        if (isAt(tail, there - APE_FOOTER, "APETAGEX")) {
            return apeTag(tail, there - APE_FOOTER);
        }
        if (isAt(tail, there - LYRICS_END, "LYRICS200")) {
            return lyrics2(tail, there - LYRICS_END - 6);
        }
        if (isAt(tail, there - LYRICS_END, "LYRICSEND")) {
            return lyrics1(in, start, end);
        }
        if (isAt(tail, there - Id3v2.HEADER, "3DI")) {
            byte[] footer = new byte[Id3v2.HEADER];
            tail.get(there - Id3v2.HEADER, footer);
            return Id3v2.length(footer);
        }
        return 0;
    }

    private static int extension(ByteWindow in, long start, long end) throws IOException {
        if (end - start < ID3V1_EXTENSION) {
            return 0;
        }
        return in.seek(end - ID3V1_EXTENSION).peek("TAG+") ? ID3V1_EXTENSION : 0;
    }

    /** The footer's size counts itself and the items, not the header that its flags may announce. */
    private static long apeTag(ByteBuffer tail, int footer) {
        tail.order(ByteOrder.LITTLE_ENDIAN);
        long size = tail.getInt(footer + 12) & 0xffff_ffffL;
        boolean header = tail.getInt(footer + 20) < 0;
        return size < APE_FOOTER ? APE_FOOTER : size + (header ? APE_FOOTER : 0);
    }

    /** Six digits before the end mark count the tag from its "LYRICSBEGIN" up to themselves. */
    private static long lyrics2(ByteBuffer tail, int digits) {
        long size = 0;
        for (int i = digits; i < digits + 6; i++) {
            int digit = tail.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            size = size * 10 + digit;
        }
        return size + 6 + LYRICS_END;
    }

    /** No size: the begin mark stands at most 5100 bytes before the end mark. */
    private static long lyrics1(ByteWindow in, long start, long end) throws IOException {
        int all = (int) Math.min(LYRICS_MAX + 11 + LYRICS_END, end - start);
        byte[] bytes = in.seek(end - all).peekBytes(all);
        int begin = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("LYRICSBEGIN");
        return begin < 0 ? 0 : bytes.length - begin;
    }

    private static boolean isAt(ByteBuffer bytes, int at, String ascii) {
        if (at < 0 || at + ascii.length() > bytes.limit()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes.get(at + i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
