package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * A walk over all pages, for local files whose end does not tell how long they are: chains are summed.
 *
 * @param seconds as played
 * @param codedSeconds as coded
 * @param cut whether the file ends inside a page
 */
record OggScan(double seconds, double codedSeconds, boolean cut) {

    private static final int SEARCH = 64 << 10;
    private static final int MAX_GAPS = 1000;

    /** Walks from {@code start}, where a page stands, to the end of the file. */
    static OggScan run(ByteWindow in, long start, long length) throws IOException {
        double seconds = 0;
        double coded = 0;
        boolean cut = false;
        int gaps = 0;
        OggChain chain = OggChain.read(in.readAhead(SEARCH).seek(start));
        while (in.position() < length) {
            Optional<OggPage> next = OggPage.peek(in);
            if (next.isEmpty() || next.get().end() > length) {
                cut = next.isPresent();
                if (gaps++ == MAX_GAPS || !resync(in)) {
                    break;
                }
                continue;
            }
            cut = false;
            OggPage page = next.get();
            if (page.isFirst()) {
                seconds += Math.max(0, chain.seconds());
                coded += Math.max(0, chain.codedSeconds());
                chain = OggChain.read(in);
            } else {
                chain.begin(in, page);
                chain.end(page);
                in.seek(page.end());
            }
        }
        return new OggScan(seconds + Math.max(0, chain.seconds()), coded + Math.max(0, chain.codedSeconds()), cut);
    }

    /** Moves to the next page behind the position; false where there is none. */
    private static boolean resync(ByteWindow in) throws IOException {
        in.skip(1);
        while (true) {
            byte[] bytes = in.peekBytes(SEARCH);
            for (int i = 0; i + 4 <= bytes.length; i++) {
                if (OggPage.isCapture(bytes, i)) {
                    in.skip(i);
                    return true;
                }
            }
            if (bytes.length < SEARCH) {
                return false;
            }
            in.skip(SEARCH - 3);
        }
    }
}
