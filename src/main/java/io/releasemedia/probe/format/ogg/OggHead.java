package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** The first pages of a chain, as far as they are cheap: pictures in header packets, and when each stream begins. */
final class OggHead {

    private static final int LOCAL = 64 << 10;
    private static final int REMOTE = 8 << 10;
    private static final int MAX_PAGES = 256;
    private static final int COMMENT_START = 4 << 10;
    private static final int FULL_PAGE_HEADER = OggPage.FIXED_HEADER + 255;
    private static final int FULL_PAGE_BODY = 255 * 255;

    private OggHead() {}

    /**
     * Walks from behind the chain's first pages to the first that tell time, no farther than {@code start} plus 64 KiB,
     * or 8 KiB of a remote file.
     *
     * @return bytes that pictures take, page headers included
     */
    static long walk(ByteWindow in, long start, OggChain chain) throws IOException {
        long limit = start + (in.isRemote() ? REMOTE : LOCAL);
        long pictures = 0;
        in.seek(chain.dataStart());
        for (int i = 0; i < MAX_PAGES && !chain.isStarted(); i++) {
            if (in.position() + FULL_PAGE_HEADER > limit && in.position() > start) {
                break;
            }
            Optional<OggPage> page = OggPage.peek(in);
            if (page.isEmpty() || page.get().isFirst()) {
                break;
            }
            OggPage found = page.get();
            Optional<OggTrack.Audio> audio = chain.audio();
            if (found.granule() > 0) {
                chain.begin(in, found);
            } else if (audio.isPresent() && !found.isContinued()) {
                long there = Math.min(Math.min(found.bodyLength(), COMMENT_START), limit - found.body());
                byte[] packet = in.seek(found.body()).peekBytes((int) Math.max(0, there));
                pictures += OggPictures.bytes(audio.get(), packet);
            }
            in.seek(found.end());
        }
        return pictures + pictures * FULL_PAGE_HEADER / FULL_PAGE_BODY;
    }
}
