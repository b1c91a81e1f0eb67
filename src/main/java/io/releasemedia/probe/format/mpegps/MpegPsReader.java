package io.releasemedia.probe.format.mpegps;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.VideoSequence;
import io.releasemedia.probe.format.mpegts.Elementary;
import io.releasemedia.probe.format.mpegts.PesHeader;
import io.releasemedia.probe.format.mpegts.ProgramFacts;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads MPEG program streams (ISO/IEC 13818-1 section 2.5, ISO/IEC 11172-1; DVD-Video's private streams): the first
 * packs for the streams and their headers, the last for the time at the end. Also MPEG video without packs, whose
 * length only counting its pictures would tell.
 */
public final class MpegPsReader implements FormatReader {

    @Override
    public String name() {
        return "mpegps";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        new Pass(in, facts).run();
    }

    /** One pass over the start and the end of a file. */
    private static final class Pass {

        private static final int CHUNK = 64 << 10;
        private static final int LOCAL_HEAD = 1 << 20;
        private static final int REMOTE_HEAD = 256 << 10;
        private static final int TAIL = 128 << 10;
        private static final int VIDEO_HEAD = 1024;
        private static final int MAX_STREAMS = 64;
        private static final int PACK = 0xba;
        private static final byte SEQUENCE = (byte) 0xb3;
        private static final int PRIVATE_1 = 0xbd;
        private static final int[] PCM_HERTZ = {48_000, 96_000, 44_100, 32_000};

        private final ByteWindow in;
        private final Facts facts;
        private final Map<Integer, Elementary> streams = new LinkedHashMap<>();
        private boolean atEnd;
        private int pcm = -1;

        Pass(ByteWindow in, Facts facts) {
            this.in = in;
            this.facts = facts;
        }

        void run() throws IOException {
            if (!in.has(12) || in.peekBytes(4)[2] != 1) {
                throw MalformedMediaException.at(in, "a pack header expected");
            }
            facts.put(Field.CONTAINER, "mpegps").mimeType("video/mpeg");
            if (in.peekBytes(4)[3] == SEQUENCE) {
                readVideo();
                return;
            }
            long start = in.position();
            long limit = in.length().orElse(Long.MAX_VALUE);
            int most = in.isRemote() ? REMOTE_HEAD : LOCAL_HEAD;
            in.readAhead(CHUNK);
            while (in.position() - start < most && in.has(16)) {
                byte[] packs = in.peekBytes(CHUNK);
                int read = readPackets(packs, packs.length < CHUNK);
                in.skip(Math.max(1, read));
                if (ProgramFacts.isEnough(streams.values())) {
                    break;
                }
            }
            if (streams.isEmpty()) {
                throw new MalformedMediaException(start, "packets of sound or pictures expected");
            }
            if (limit < Long.MAX_VALUE && limit > in.position()) {
                atEnd = true;
                in.readAhead(TAIL).seek(Math.max(in.position(), limit - TAIL));
                readPackets(in.peekBytes(TAIL), true);
            }
            new ProgramFacts(streams.values(), facts).put();
            putPcm();
        }

        private void readVideo() throws IOException {
            byte[] head = in.peekBytes(VIDEO_HEAD);
            String codec = videoCodec(head, 0, head.length);
            VideoSequence sequence = VideoSequence.find(codec, head)
                    .orElseThrow(() -> MalformedMediaException.at(in, "a sequence header of MPEG video expected"));
            facts.put(Field.CONTAINER, "mpegvideo")
                    .codec(codec)
                    .size(sequence.width(), sequence.height())
                    .frameRate(sequence.frameRate());
        }

        /** Returns how many bytes were read: up to a packet that goes on behind {@code data}, unless it is the last. */
        private int readPackets(byte[] data, boolean last) {
            int at = 0;
            while (at + 16 <= data.length) {
                if (data[at] != 0 || data[at + 1] != 0 || data[at + 2] != 1) {
                    at++;
                    continue;
                }
                int id = data[at + 3] & 0xff;
                if (id <= PACK) {
                    at += 4;
                    continue;
                }
                int end = at + 6 + ((data[at + 4] & 0xff) << 8 | data[at + 5] & 0xff);
                if (end > data.length && !last && at > 0) {
                    return at;
                }
                Optional<PesHeader> header = PesHeader.parse(data, at);
                if (header.isPresent()) {
                    readPacket(header.get(), data, Math.min(end, data.length));
                }
                at = end;
            }
            return Math.min(at, data.length);
        }

        private void readPacket(PesHeader header, byte[] data, int end) {
            int payload = header.payload();
            if (payload + 8 > end) {
                return;
            }
            int id = header.streamId();
            if (id == PRIVATE_1) {
                id = id << 8 | data[payload] & 0xff;
                pcm = (id & 0xf8) == 0xa0 && pcm < 0 ? data[payload + 5] & 0xff : pcm;
                payload += (id & 0xf8) == 0xa0 ? 7 : 4;
            }
            Elementary stream = streams.get(id);
            if (stream == null && !atEnd && streams.size() < MAX_STREAMS) {
                String codec = codec(id, data, payload, end);
                stream = new Elementary(codec, id >> 4 == 0xe);
                if (!codec.isEmpty()) {
                    streams.put(id, stream);
                }
            }
            if (stream == null) {
                return;
            }
            if (atEnd) {
                stream.takeLast(header);
                stream.takeLast(end - payload);
            } else {
                stream.take(header);
                stream.take(data, payload, end);
            }
        }

        private static String codec(int id, byte[] data, int from, int end) {
            if (id >> 4 == 0xe) {
                return videoCodec(data, from, end);
            }
            if (id >> 5 == 0xc0 >> 5) {
                return data[from] == -1 && (data[from + 1] & 0xf6) == 0xf0 ? "aac" : "mp2";
            }
            return switch (id >> 8 == PRIVATE_1 ? id & 0xf8 : 0) {
                case 0x80 -> "ac3";
                case 0x88 -> "dts";
                case 0xa0 -> "pcm_dvd";
                case 0xc0 -> "eac3";
                default -> "";
            };
        }

        /** By start codes: an extension follows the sequence header of MPEG-2 only. */
        private static String videoCodec(byte[] data, int from, int end) {
            boolean sequence = false;
            for (int i = from; i + 4 < end; i++) {
                if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
                    int code = data[i + 3] & 0xff;
                    if (sequence || code == 0xb5) {
                        return code == 0xb5 ? "mpeg2video" : "mpeg1video";
                    }
                    sequence = code == 0xb3;
                    if (!sequence && (code & 0x1f) == 7 || code == 9) {
                        return "h264";
                    }
                    if (code == 0xb0) {
                        return "mpeg4";
                    }
                }
            }
            return sequence ? "mpeg1video" : "";
        }

        /** The header of DVD's PCM: sample size, rate and channels. */
        private void putPcm() {
            boolean first = facts.get(Field.AUDIO_CODEC)
                    .or(() -> facts.get(Field.CODEC))
                    .filter("pcm_dvd"::equals)
                    .isPresent();
            if (first && pcm >= 0) {
                int hertz = PCM_HERTZ[pcm >> 4 & 3];
                int channels = (pcm & 7) + 1;
                int bits = 16 + (pcm >> 6) * 4;
                facts.sampleRate(hertz)
                        .channels(channels)
                        .bitsPerSample(bits)
                        .bitrate(hertz * channels * bits / 1000.0);
                facts.put(Field.BITRATE_MODE, "CBR").put(Field.LOSSLESS, true).remove(Field.ESTIMATED);
            }
        }
    }
}
