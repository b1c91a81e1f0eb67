package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** How much time Opus packets hold, by their first bytes (RFC 6716 §3.1 and §3.2). */
final class OpusPackets {

    private static final int FULL_SEGMENT = 255;
    private static final int[] SILK = {480, 960, 1920, 2880};
    private static final int SHORTEST = 120;

    private OpusPackets() {}

    /**
     * Samples at 48 kHz before the first packet of a stream's first page with a granule position (RFC 7845 §4.3).
     * The packets are looked at only where all being alike would not explain the position.
     */
    static long startOf(ByteWindow in, OggPage page) throws IOException {
        long mark = in.position();
        long alike = (long) page.packets() * duration(in.seek(page.body()).peekBytes(Math.min(2, page.bodyLength())));
        long start = page.granule() - alike;
        if (start > 0) {
            start = page.granule() - exact(in, page);
        }
        in.seek(mark);
        return Math.max(0, start);
    }

    private static long exact(ByteWindow in, OggPage page) throws IOException {
        int segments = page.headerLength() - OggPage.FIXED_HEADER;
        byte[] lacing = in.seek(page.start() + OggPage.FIXED_HEADER).bytes(segments);
        byte[] body = in.bytes(page.bodyLength());
        long total = 0;
        int at = 0;
        int packet = 0;
        boolean partial = page.isContinued();
        for (byte entry : lacing) {
            int segment = entry & 0xff;
            at += segment;
            if (segment < FULL_SEGMENT) {
                total += partial ? 0 : duration(new byte[] {byteAt(body, packet, at), byteAt(body, packet + 1, at)});
                partial = false;
                packet = at;
            }
        }
        return total;
    }

    private static byte byteAt(byte[] body, int index, int end) {
        return index < end ? body[index] : 0;
    }

    /** Samples at 48 kHz of a packet that starts with these one or two bytes. */
    static int duration(byte[] packet) {
        if (packet.length == 0) {
            return 0;
        }
        int config = packet[0] >> 3 & 31;
        int frame = config < 12 ? SILK[config & 3] : config < 16 ? 480 << (config & 1) : SHORTEST << (config & 3);
        return switch (packet[0] & 3) {
            case 0 -> frame;
            case 1, 2 -> 2 * frame;
            default -> packet.length < 2 ? 0 : frame * (packet[1] & 63);
        };
    }
}
