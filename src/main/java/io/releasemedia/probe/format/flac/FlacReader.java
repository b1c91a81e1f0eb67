package io.releasemedia.probe.format.flac;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.FlacStreamInfo;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Native FLAC (RFC 9639 §8): {@code fLaC}, metadata blocks, frames. Only the headers of the metadata blocks are read;
 * pictures are stepped over. Bit rate: bytes of the frames, that is without metadata blocks and tags behind them.
 *
 * <p>Where the stream info does not know the length, as encoders write into a pipe, the last frame tells it. A file
 * whose metadata blocks have wrong sizes keeps its stream info; its frames are searched for.
 */
public final class FlacReader implements FormatReader {

    private static final int STREAM_INFO = 0;
    private static final int LAST_KNOWN_TYPE = 6;
    private static final int MAX_BLOCKS = 1024;
    private static final int MAX_LEADING_JUNK = 4 << 10;
    private static final int FETCH_BEHIND_BLOCK = 4 << 10;
    /** Requests after which one more for the tags behind many frames is not worth it. */
    private static final int MANY_REQUESTS = 3;

    private static final int MANY_BYTES = 1 << 20;
    private static final int SMALL_TAIL = 32 << 10;
    private static final int LOCAL_SEARCH = 512 << 10;
    private static final int REMOTE_SEARCH = 64 << 10;

    @Override
    public String name() {
        return "flac";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        in.seek(in.position() + leadingJunk(in) + 4);
        FlacStreamInfo info = streamInfo(in);
        facts.codec("flac")
                .put(Field.CONTAINER, "flac")
                .put(Field.LOSSLESS, true)
                .put(Field.BITRATE_MODE, "VBR")
                .sampleRate(info.sampleRate())
                .channels(info.channels())
                .bitsPerSample(info.bitsPerSample())
                .duration(info.seconds());
        OptionalLong audio = audioStart(in, info, facts);
        if (audio.isPresent()) {
            frames(in, info, audio.getAsLong(), facts);
        }
    }

    private static int leadingJunk(ByteWindow in) throws IOException {
        if (in.peek("fLaC")) {
            return 0;
        }
        byte[] head = in.peekBytes(MAX_LEADING_JUNK);
        for (int i = 0; i + 4 <= head.length; i++) {
            if (head[i] == 'f' && head[i + 1] == 'L' && head[i + 2] == 'a' && head[i + 3] == 'C') {
                return i;
            }
        }
        throw MalformedMediaException.at(in, "\"fLaC\" expected");
    }

    /** The first block by the format; some taggers put others before it. */
    private static FlacStreamInfo streamInfo(ByteWindow in) throws IOException {
        long start = in.position();
        for (int i = 0; i < MAX_BLOCKS && in.has(4); i++) {
            long at = in.position();
            int header = in.i32be();
            int type = header >>> 24 & 0x7f;
            int length = header & 0xff_ffff;
            if (type == STREAM_INFO && length >= FlacStreamInfo.LENGTH) {
                Optional<FlacStreamInfo> info = FlacStreamInfo.parse(in.bytes(FlacStreamInfo.LENGTH));
                in.seek(header < 0 ? at : at + 4 + length);
                return info.orElseThrow(() -> new MalformedMediaException(at, "a stream info block expected"));
            }
            if (type == STREAM_INFO || type > LAST_KNOWN_TYPE || header < 0) {
                break;
            }
            in.readAhead(FETCH_BEHIND_BLOCK).seek(at + 4 + length);
        }
        throw new MalformedMediaException(start, "a stream info block of 34 bytes expected");
    }

    /** Steps over the metadata blocks; empty where the file ends in one, or where the frames are not found. */
    private static OptionalLong audioStart(ByteWindow in, FlacStreamInfo info, Facts facts) throws IOException {
        for (int i = 0; i < MAX_BLOCKS; i++) {
            long at = in.position();
            if (!in.has(4)) {
                facts.truncated();
                return OptionalLong.empty();
            }
            int header = in.i32be();
            int type = header >>> 24 & 0x7f;
            int length = header & 0xff_ffff;
            if (type > LAST_KNOWN_TYPE || type == STREAM_INFO || length > in.remaining()) {
                OptionalLong found = firstFrame(in.seek(at), info);
                if (found.isEmpty() && type <= LAST_KNOWN_TYPE) {
                    facts.truncated();
                }
                return found;
            }
            long next = at + 4 + length;
            if (header < 0) {
                return OptionalLong.of(next);
            }
            in.readAhead(FETCH_BEHIND_BLOCK).seek(next);
        }
        throw MalformedMediaException.at(in, "at most " + MAX_BLOCKS + " metadata blocks expected before");
    }

    private static OptionalLong firstFrame(ByteWindow in, FlacStreamInfo info) throws IOException {
        byte[] bytes = in.peekBytes(in.isRemote() ? REMOTE_SEARCH : LOCAL_SEARCH);
        for (int i = 0; i < bytes.length; i++) {
            if (FlacFrame.parse(bytes, i, info).isPresent()) {
                return OptionalLong.of(in.position() + i);
            }
        }
        return OptionalLong.empty();
    }

    private static void frames(ByteWindow in, FlacStreamInfo info, long audio, Facts facts) throws IOException {
        long end = audioEnd(in, audio);
        if (end == Long.MAX_VALUE) {
            return;
        }
        long samples = info.totalSamples() > 0 ? info.totalSamples() : lastFrame(in, info, audio, end);
        long bytes = end - audio;
        facts.samples(samples, info.sampleRate());
        if (info.sampleRate() > 0) {
            facts.bitrate(bytes, (double) samples / info.sampleRate());
        }
        if (info.maxBlockSize() > 0 && samples / info.maxBlockSize() * info.minFrameSize() > bytes) {
            facts.truncated();
        }
    }

    /**
     * Where the frames end. FLAC files rarely have tags behind them, and then ID3v1's 128 bytes: what these would change
     * is not fetched once padding and pictures have taken their round trips.
     */
    private static long audioEnd(ByteWindow in, long audio) throws IOException {
        boolean enough = in.isRemote() && in.cost().requests() >= MANY_REQUESTS && in.remaining() >= MANY_BYTES;
        return enough ? in.length().orElse(Long.MAX_VALUE) : TrailingTags.audioEnd(in, audio);
    }

    /** Samples up to the end of the last frame; 0 where none is found. */
    private static long lastFrame(ByteWindow in, FlacStreamInfo info, long audio, long end) throws IOException {
        for (int size = SMALL_TAIL; size <= ByteWindow.MAX_READ / 2; size <<= 2) {
            int there = (int) Math.min(size, end - audio);
            byte[] tail = in.seek(end - there).peekBytes(there);
            for (int i = tail.length - 1; i >= 0; i--) {
                if (tail[i] == (byte) 0xff) {
                    Optional<FlacFrame> frame = FlacFrame.parse(tail, i, info);
                    if (frame.isPresent()) {
                        return frame.get().endSample(info);
                    }
                }
            }
            if (there < size) {
                break;
            }
        }
        return 0;
    }
}
