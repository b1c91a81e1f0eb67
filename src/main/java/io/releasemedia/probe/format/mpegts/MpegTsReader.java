package io.releasemedia.probe.format.mpegts;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads MPEG transport streams (ISO/IEC 13818-1 section 2.4) with packets of 188 bytes, of 192 with a time code before
 * each (Blu-ray, AVCHD), or of 204 with a checksum behind. Looks at the first packets for the program's streams and
 * their headers, and at the last for the time at the end.
 */
public final class MpegTsReader implements FormatReader {

    @Override
    public String name() {
        return "mpegts";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        new Pass(in, facts).run();
    }

    /** One pass over the start and the end of a file. */
    private static final class Pass {

        private static final int PACKET = 188;
        private static final int SYNC = 0x47;
        private static final int NO_PROGRAM = 0x1fff;
        private static final int SECTION = 1024;
        private static final int FETCHED = 8000;
        private static final int CHUNK = 64 << 10;
        private static final int LOCAL_HEAD = 2 << 20;
        private static final int REMOTE_HEAD = 256 << 10;
        private static final int MAX_TAIL = 1 << 20;

        private final ByteWindow in;
        private final Facts facts;
        private int stride = PACKET;
        private int mapPid = NO_PROGRAM;
        private byte[] section = {};
        private Map<Integer, Elementary> streams = new LinkedHashMap<>();
        private boolean atEnd;

        Pass(ByteWindow in, Facts facts) {
            this.in = in;
            this.facts = facts;
        }

        void run() throws IOException {
            findPackets();
            facts.put(Field.CONTAINER, "mpegts");
            long start = in.position();
            long limit = in.length().orElse(Long.MAX_VALUE);
            int most = in.isRemote() ? REMOTE_HEAD : LOCAL_HEAD;
            // What was fetched to recognise the file comes first.
            int chunk = FETCHED / stride * stride;
            for (long read = 0; read < most && in.has(stride); read += chunk) {
                byte[] packets = in.peekBytes(chunk);
                readPackets(packets, 0);
                in.skip(packets.length);
                if (ProgramFacts.isEnough(streams.values())) {
                    break;
                }
                chunk = CHUNK / stride * stride;
                in.readAhead(CHUNK);
            }
            if (streams.isEmpty()) {
                throw new MalformedMediaException(start, "a program with sound or pictures expected");
            }
            boolean sound = streams.values().stream().noneMatch(Elementary::isVideo);
            facts.mimeType(sound ? "audio/mp2t" : "video/mp2t");
            if (limit < Long.MAX_VALUE && limit > in.position()) {
                readEnd(start, limit);
            }
            new ProgramFacts(streams.values(), facts).put();
        }

        /** Sets the distance of packets, and the position to the first sync byte. */
        private void findPackets() throws IOException {
            byte[] head = in.peekBytes(4 * 204 + 4);
            for (int size : new int[] {PACKET, 192, 204}) {
                for (int offset = 0; offset < size && offset + 2 * size < head.length; offset++) {
                    if (head[offset] == SYNC && head[offset + size] == SYNC && head[offset + 2 * size] == SYNC) {
                        stride = size;
                        in.skip(offset);
                        return;
                    }
                }
            }
            throw MalformedMediaException.at(in, "sync bytes 188, 192 or 204 bytes apart expected");
        }

        /** Grows what is read at the end until it has the time of a stream. */
        private void readEnd(long start, long limit) throws IOException {
            atEnd = true;
            long before = lastTime();
            int most = in.isRemote() ? 2 * CHUNK : MAX_TAIL;
            for (int tail = 2 * CHUNK; tail <= most && lastTime() == before; tail *= 2) {
                long packets = Math.min(tail, limit - in.position()) / stride;
                long from = start + ((limit - start) / stride - packets) * stride;
                long mark = in.position();
                in.readAhead(tail).seek(Math.max(start, from));
                readPackets(in.peekBytes((int) packets * stride), 0);
                in.seek(mark);
            }
        }

        private long lastTime() {
            long last = -1;
            for (Elementary stream : streams.values()) {
                last = Math.max(last, stream.lastPts());
            }
            return last;
        }

        /** Packets that lost their sync byte are stepped over; after damage the next sync byte is taken. */
        private void readPackets(byte[] data, int from) {
            int at = from;
            while (at + PACKET <= data.length) {
                if (data[at] == SYNC) {
                    readPacket(data, at);
                    at += stride;
                } else {
                    at++;
                }
            }
        }

        private void readPacket(byte[] data, int at) {
            boolean first = (data[at + 1] & 0x40) != 0;
            int pid = (data[at + 1] & 0x1f) << 8 | data[at + 2] & 0xff;
            int control = data[at + 3] & 0x30;
            int payload = at + 4 + ((control & 0x20) != 0 ? 1 + (data[at + 4] & 0xff) : 0);
            int end = at + PACKET;
            if ((control & 0x10) == 0 || payload >= end) {
                return;
            }
            if (pid == 0 && mapPid == NO_PROGRAM && first) {
                readAssociation(data, payload, end);
            } else if (pid == mapPid && streams.isEmpty()) {
                readMap(data, payload, end, first);
            } else {
                Elementary stream = streams.get(pid);
                if (stream != null) {
                    readStream(stream, data, payload, end, first);
                }
            }
        }

        /** The first program that is not the network's. */
        private void readAssociation(byte[] data, int payload, int end) {
            int at = payload + 1 + (data[payload] & 0xff) + 8;
            for (; at + 4 <= end; at += 4) {
                int program = (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
                if (program != 0) {
                    mapPid = (data[at + 2] & 0x1f) << 8 | data[at + 3] & 0xff;
                    return;
                }
            }
        }

        private void readMap(byte[] data, int payload, int end, boolean first) {
            int from = first ? payload + 1 + (data[payload] & 0xff) : payload;
            if (from >= end || !first && section.length == 0) {
                return;
            }
            byte[] more = Arrays.copyOfRange(data, from, end);
            int known = first ? 0 : section.length;
            byte[] joined = Arrays.copyOf(first ? new byte[0] : section, Math.min(SECTION + 3, known + more.length));
            System.arraycopy(more, 0, joined, known, joined.length - known);
            section = joined;
            int length = section.length < 3 ? SECTION : 3 + ((section[1] & 0x0f) << 8 | section[2] & 0xff);
            if (section.length >= Math.min(length, SECTION)) {
                streams = ProgramMap.parse(section, stride == 192);
            }
        }

        private void readStream(Elementary stream, byte[] data, int payload, int end, boolean first) {
            if (!first) {
                if (atEnd) {
                    stream.takeLast(end - payload);
                } else {
                    stream.take(data, payload, end);
                }
                return;
            }
            // A header is longer than what is left of a packet only where it has extensions that nobody writes.
            Optional<PesHeader> header = PesHeader.parse(data, payload).filter(h -> h.payload() <= end);
            if (header.isPresent() && atEnd) {
                stream.takeLast(header.get());
                stream.takeLast(end - header.get().payload());
            } else if (header.isPresent()) {
                stream.take(header.get());
                stream.take(data, header.get().payload(), end);
            }
        }
    }
}
