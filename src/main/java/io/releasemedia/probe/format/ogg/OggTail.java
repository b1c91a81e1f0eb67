package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** The pages at the end of the file, which tell how long the streams are. */
final class OggTail {

    private static final int MAX_SUMS = 64;

    private boolean chained;
    private boolean cut;
    private int sums;

    private OggTail() {}

    /** Reads the file's last {@code size} bytes, but none before {@code start}, and tells the chain what ends there. */
    static OggTail read(ByteWindow in, OggChain chain, long start, long length, int size) throws IOException {
        int there = (int) Math.max(0, Math.min(size, length - start));
        byte[] bytes = in.readAhead(there).seek(length - there).peekBytes(there);
        OggTail tail = new OggTail();
        int at = 0;
        while (at + OggPage.FIXED_HEADER <= bytes.length) {
            Optional<OggPage> page = OggPage.parse(bytes, at, length - there);
            if (page.isPresent() && tail.take(page.get(), chain, bytes, at)) {
                at += page.get().headerLength() + page.get().bodyLength();
            } else {
                at++;
            }
        }
        return tail;
    }

    /** Whether another chain follows the first. */
    boolean isChained() {
        return chained;
    }

    /** Whether the file ends inside a page. */
    boolean isCut() {
        return cut;
    }

    /** Whether the bytes are a page: it ends where the file does or another page starts, or its checksum holds. */
    private boolean take(OggPage page, OggChain chain, byte[] bytes, int at) {
        long end = (long) at + page.headerLength() + page.bodyLength();
        if (end > bytes.length) {
            cut |= chain.has(page.serial());
            return false;
        }
        if (end < bytes.length && !OggPage.isCapture(bytes, (int) end) && !isIntact(page, bytes, at)) {
            return false;
        }
        if (!chain.has(page.serial()) || (page.isFirst() && page.start() >= chain.dataStart())) {
            chained = true;
        } else {
            chain.end(page);
        }
        cut = false;
        return true;
    }

    /** Sums are dear, and a file made of things that look like pages would ask for thousands. */
    private boolean isIntact(OggPage page, byte[] bytes, int at) {
        return sums++ < MAX_SUMS && page.isIntact(bytes, at);
    }
}
