package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the chains of a remote file without reading all of it: where one ends is found by halving, since the serial
 * number of any page tells on which side it stands. Chains whose streams have the same serial numbers look like one.
 *
 * @param seconds as played, all chains together
 * @param codedSeconds as coded
 */
record OggBisection(double seconds, double codedSeconds) {

    private static final int MAX_CHAINS = 8;
    private static final int NEAR = 128 << 10;
    private static final int GLANCE = 16 << 10;

    /** Searches from {@code start}, where the first chain stands, to the end of the file. */
    static OggBisection run(ByteWindow in, long start, long length) throws IOException {
        double seconds = 0;
        double coded = 0;
        long next = start;
        for (int i = 0; i < MAX_CHAINS && next < length; i++) {
            OggChain chain = OggChain.read(in.readAhead(GLANCE).seek(next));
            OggHead.walk(in, next, chain);
            long last = lastKnown(in, chain, length);
            next = finish(in, chain, last, length);
            seconds += Math.max(0, chain.seconds());
            coded += Math.max(0, chain.codedSeconds());
        }
        return new OggBisection(seconds, coded);
    }

    /** An offset inside the chain, less than {@value #NEAR} bytes before a page that is not of it, or the end. */
    private static long lastKnown(ByteWindow in, OggChain chain, long length) throws IOException {
        long low = chain.dataStart();
        long high = length;
        while (high - low > NEAR) {
            long middle = low + (high - low) / 2;
            Optional<OggPage> page = glance(in, middle, high);
            if (page.isPresent() && chain.has(page.get().serial())) {
                low = page.get().start();
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first page from an offset on; empty where none starts within the longest page's length. */
    private static Optional<OggPage> glance(ByteWindow in, long from, long end) throws IOException {
        long limit = Math.min(end, from + OggPage.MAX_LENGTH);
        for (long at = from; at < limit; at += GLANCE - OggPage.FIXED_HEADER - 255) {
            byte[] bytes = in.readAhead(GLANCE).seek(at).peekBytes(GLANCE);
            for (int i = 0; i + OggPage.FIXED_HEADER <= bytes.length; i++) {
                Optional<OggPage> page = OggPage.parse(bytes, i, at);
                if (page.isPresent() && page.get().start() < end) {
                    return page;
                }
            }
        }
        return Optional.empty();
    }

    /** Takes the chain's last pages, from one of its pages on; returns the offset of the next chain, or the end. */
    private static long finish(ByteWindow in, OggChain chain, long from, long length) throws IOException {
        in.readAhead(2 * NEAR).seek(from);
        Optional<OggPage> page = OggPage.peek(in);
        while (page.isPresent() && page.get().end() <= length) {
            if (page.get().isFirst()) {
                return page.get().start();
            }
            chain.end(page.get());
            in.seek(page.get().end());
            page = OggPage.peek(in);
        }
        return length;
    }
}
