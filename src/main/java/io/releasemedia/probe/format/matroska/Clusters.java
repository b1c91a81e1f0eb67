package io.releasemedia.probe.format.matroska;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * What the blocks in a segment's clusters add (RFC 9559 sections 5.1.3 and 10): the first frame of a track, the sizes
 * of its frames, and how long the segment is where it does not say so itself.
 */
final class Clusters {

    private static final int MAX_ELEMENTS = 5_000_000;
    private static final int MAX_SEARCHED = 256;
    /** Each element that is stepped over can cost a request. */
    private static final int MAX_SEARCHED_REMOTE = 16;

    private static final int FRAME_START = 2 << 10;
    private static final int CLUSTER_HEAD = 32;

    /** What was found in the blocks of one track. */
    static final class Blocks {
        long frames;
        long bytes;
        long firstTime = Long.MAX_VALUE;
        long lastTime = -1;
        /** Start of the first frame. */
        byte[] start = {};

        /** Ticks from the first block to the last. */
        long span() {
            return lastTime < 0 ? 0 : lastTime - firstTime;
        }
    }

    private final ByteWindow in;
    private final long audio;
    private final long video;
    private final Blocks audioBlocks = new Blocks();
    private final Blocks videoBlocks = new Blocks();
    private long clusterTime;
    private long endTime;
    private int elements;

    /** For the tracks of these numbers; 0 is the number of none. */
    Clusters(ByteWindow in, long audio, long video) {
        this.in = in;
        this.audio = audio;
        this.video = video;
    }

    Blocks audio() {
        return audioBlocks;
    }

    Blocks video() {
        return videoBlocks;
    }

    /** The latest time that was seen, in ticks. */
    long endTime() {
        return endTime;
    }

    /** The start of the sound track's first frame, stepping over at most some hundred blocks; empty if not found. */
    byte[] firstFrame(long start, long limit) throws IOException {
        walk(start, limit, in.isRemote() ? MAX_SEARCHED_REMOTE : MAX_SEARCHED, true);
        return audioBlocks.start;
    }

    /** Looks at every block; false if there are too many. */
    boolean readAll(long start, long limit) throws IOException {
        return walk(start, limit, MAX_ELEMENTS, false);
    }

    /** Looks at the blocks behind the last cluster header in the file's last bytes; false if there is none. */
    boolean readLast(long limit, int tail) throws IOException {
        long from = Math.max(0, limit - tail);
        in.readAhead(tail).seek(from);
        byte[] bytes = in.peekBytes((int) Math.min(tail, limit - from));
        for (int i = bytes.length - CLUSTER_HEAD; i >= 0; i--) {
            boolean sign =
                    bytes[i] == 0x1f && bytes[i + 1] == 0x43 && bytes[i + 2] == (byte) 0xb6 && bytes[i + 3] == 0x75;
            if (sign && startsCluster(from + i, limit)) {
                return walk(from + i, limit, MAX_ELEMENTS, false) && endTime > 0;
            }
        }
        return false;
    }

    /** A cluster starts with its time, or with a checksum or its position before it. */
    private boolean startsCluster(long offset, long limit) throws IOException {
        Optional<Element> cluster = Element.next(in.seek(offset), limit);
        Optional<Element> first = cluster.isEmpty() ? cluster : Element.next(in, limit);
        return first.filter(e -> e.id() == Ids.TIMESTAMP || e.id() == 0xbf || e.id() == 0xa7)
                .isPresent();
    }

    /** Goes through clusters and their children as through one list, so that unknown sizes need no second way. */
    private boolean walk(long start, long limit, int max, boolean untilFirstFrame) throws IOException {
        in.seek(start);
        elements = 0;
        for (Optional<Element> next = Element.next(in, limit); next.isPresent(); next = Element.next(in, limit)) {
            Element element = next.get();
            if (++elements > max || untilFirstFrame && audioBlocks.frames > 0) {
                return false;
            }
            switch (element.id()) {
                case Ids.CLUSTER, Ids.BLOCK_GROUP -> {
                    continue;
                }
                case Ids.TIMESTAMP -> clusterTime = element.unsigned(in);
                case Ids.SIMPLE_BLOCK, Ids.BLOCK -> readBlock(element);
                case Ids.BLOCK_DURATION -> {
                    long end = Math.max(audioBlocks.lastTime, videoBlocks.lastTime) + element.unsigned(in);
                    endTime = Math.max(endTime, end);
                }
                default -> {
                    if (element.end() == Element.UNKNOWN) {
                        return true;
                    }
                }
            }
            if (element.end() >= limit) {
                return true;
            }
            in.seek(element.end());
        }
        return true;
    }

    private void readBlock(Element block) throws IOException {
        long track = Element.vint(in);
        long time = clusterTime + (short) in.u16be();
        int flags = in.u8();
        endTime = Math.max(endTime, time);
        if (track != audio && track != video || track == 0) {
            return;
        }
        Blocks blocks = track == audio ? audioBlocks : videoBlocks;
        blocks.frames += 1 + skipLacing(flags);
        blocks.bytes += Math.max(0, block.end() - in.position());
        blocks.firstTime = Math.min(blocks.firstTime, time);
        blocks.lastTime = Math.max(blocks.lastTime, time);
        if (track == audio && blocks.start.length == 0) {
            blocks.start = in.peekBytes((int) Math.max(0, Math.min(FRAME_START, block.end() - in.position())));
        }
    }

    /** Steps over the sizes of frames in one block; returns the number of frames besides the first. */
    private int skipLacing(int flags) throws IOException {
        int kind = flags >> 1 & 3;
        int more = kind == 0 ? 0 : in.u8();
        for (int i = 0; kind == 1 && i < more; i++) {
            while (in.u8() == 255) {
                // A size goes on while its bytes are 255.
            }
        }
        for (int i = 0; kind == 3 && i < more; i++) {
            Element.vint(in);
        }
        return more;
    }
}
