package io.releasemedia.probe.format.avi;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.probe.format.codec.VideoFourCc;
import io.releasemedia.probe.format.codec.WaveFormat;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads AVI files (Microsoft's AVI RIFF File Reference; OpenDML AVI File Format Extensions 1.02): the header list, and
 * of the media only the first frame of sound whose format leaves its bit rate open.
 */
public final class AviReader implements FormatReader {

    @Override
    public String name() {
        return "avi";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        new Pass(in, facts).run();
    }

    /** One pass over a file's headers. */
    private static final class Pass {

        private static final int MAX_CHUNKS = 4096;
        private static final int MAX_STREAMS = 64;
        private static final int MAX_DEPTH = 3;
        private static final int MAX_FORMAT = 4096;
        /** Chunks of media that are looked at for the first frame of sound. */
        private static final int MAX_SEARCHED = 64;
        /** Each chunk that is stepped over can cost a request. */
        private static final int MAX_SEARCHED_REMOTE = 8;

        private final ByteWindow in;
        private final Facts facts;
        private final List<AviStream> streams = new ArrayList<>();
        private long microsPerFrame;
        private long headerFrames;
        private long totalFrames;
        private long movie = -1;
        private int chunks;

        Pass(ByteWindow in, Facts facts) {
            this.in = in;
            this.facts = facts;
        }

        void run() throws IOException {
            long limit = in.length().orElse(Long.MAX_VALUE);
            if (!in.peek("RIFF")) {
                throw MalformedMediaException.at(in, "RIFF expected");
            }
            long size = in.skip(4).u32le();
            if (!in.peek("AVI ")) {
                throw MalformedMediaException.at(in, "the form type AVI expected");
            }
            long end = in.position() + size;
            in.skip(4);
            if (size > 4 && end > limit + 1) {
                facts.truncated();
            }
            try {
                readChunks(limit, 0);
            } finally {
                putFacts();
            }
            if (streams.isEmpty()) {
                throw MalformedMediaException.at(in, "stream headers expected");
            }
            putSoundRate(limit);
        }

        /** Stops at the media: the headers are before it. */
        private void readChunks(long end, int depth) throws IOException {
            while (end - in.position() >= 8 && movie < 0 && ++chunks < MAX_CHUNKS && in.has(8)) {
                String type = in.ascii(4);
                long size = in.u32le();
                long behind = Math.min(end, in.position() + size + (size & 1));
                switch (type) {
                    case "LIST", "RIFF" -> readList(behind, depth);
                    case "avih" -> readMainHeader();
                    case "strh" -> readStreamHeader();
                    case "strf" -> readFormat(size);
                    case "dmlh" -> totalFrames = in.u32le();
                    default -> {
                        // Junk, names, indexes.
                    }
                }
                in.seek(behind);
            }
        }

        private void readList(long behind, int depth) throws IOException {
            String kind = in.ascii(4);
            if (kind.equals("movi")) {
                movie = in.position();
            } else if (depth < MAX_DEPTH && !kind.equals("INFO")) {
                readChunks(behind, depth + 1);
            }
        }

        private void readMainHeader() throws IOException {
            microsPerFrame = in.u32le();
            in.skip(12);
            headerFrames = in.u32le();
        }

        private void readStreamHeader() throws IOException {
            AviStream stream = new AviStream();
            stream.type = in.ascii(4);
            stream.handler = in.ascii(4);
            in.skip(12);
            stream.scale = in.u32le();
            stream.rate = in.u32le();
            in.skip(4);
            stream.length = in.u32le();
            if (streams.size() < MAX_STREAMS) {
                streams.add(stream);
            }
        }

        private void readFormat(long size) throws IOException {
            if (streams.isEmpty()) {
                return;
            }
            AviStream stream = streams.get(streams.size() - 1);
            if (stream.isAudio()) {
                stream.put(WaveFormat.parse(in.bytes((int) Math.min(size, MAX_FORMAT))));
            } else if (stream.isVideo() && size >= 20) {
                in.skip(4);
                stream.width = in.i32le();
                // A negative height says that the picture's first line is its top.
                stream.height = Math.abs((long) in.i32le());
                in.skip(4);
                stream.compression = in.ascii(4);
            }
        }

        private Optional<AviStream> video() {
            return streams.stream().filter(AviStream::isVideo).findFirst();
        }

        private Optional<AviStream> audio() {
            return streams.stream().filter(AviStream::isAudio).findFirst();
        }

        private void putFacts() {
            facts.put(Field.CONTAINER, "avi").mimeType("video/x-msvideo").duration(seconds());
            video().ifPresent(stream -> {
                facts.codec(VideoFourCc.codec(stream.compression)
                        .or(() -> VideoFourCc.codec(stream.handler))
                        .orElse(""));
                facts.size(stream.width, stream.height);
                facts.frameRate(stream.perSecond() > 0 ? stream.perSecond() : 1e6 / microsPerFrame);
            });
            audio().flatMap(AviStream::sound).ifPresent(this::putSound);
        }

        private double seconds() {
            double seconds = 0;
            for (AviStream stream : streams) {
                seconds = Math.max(seconds, stream.isVideo() || stream.isAudio() ? stream.seconds() : 0);
            }
            double perSecond = video().map(AviStream::perSecond).orElse(0.0);
            if (totalFrames > 0 && perSecond > 0) {
                seconds = Math.max(seconds, totalFrames / perSecond);
            }
            return seconds > 0 ? seconds : headerFrames * microsPerFrame / 1e6;
        }

        private void putSound(WaveFormat format) {
            if (video().isPresent()) {
                facts.audioCodec(format.codec());
            } else {
                facts.codec(format.codec());
            }
            boolean pcm = format.isPcm();
            boolean linear = pcm && !format.codec().endsWith("law");
            facts.channels(format.channels())
                    .sampleRate(format.sampleRate())
                    .bitsPerSample(linear ? format.bitsPerSample() : 0)
                    .bitrate(format.averageBytesPerSecond() * 8 / 1000.0);
            if (pcm) {
                facts.bitrate((double) format.sampleRate() * format.blockAlign() * 8 / 1000)
                        .put(Field.BITRATE_MODE, "CBR");
            }
            if (!format.codec().isEmpty()) {
                facts.put(Field.LOSSLESS, linear);
            }
        }

        /**
         * Looks into the first chunks of sound where the format does not say the bit rate; chunks of different rates have
         * none in common.
         */
        private void putSoundRate(long limit) throws IOException {
            Optional<WaveFormat> format = audio().flatMap(AviStream::sound);
            if (format.isEmpty() || movie < 0 || facts.has(Field.BITRATE)) {
                return;
            }
            String chunk = String.format(Locale.ROOT, "%02dwb", streams.indexOf(audio().orElseThrow()));
            Set<Double> rates = new HashSet<>();
            try {
                in.seek(movie);
                int most = in.isRemote() ? MAX_SEARCHED_REMOTE : MAX_SEARCHED;
                for (int i = 0; i < most && rates.size() < 2 && limit - in.position() >= 8; i++) {
                    boolean found = in.peek(chunk);
                    boolean list = in.peek("LIST");
                    long size = in.skip(4).u32le();
                    if (found && size > 0) {
                        byte[] start = in.peekBytes((int) Math.min(size, FirstFrame.SEARCHED));
                        FirstFrame.find(format.get().codec(), start)
                                .ifPresent(frame -> rates.add(frame.bytesPerSecond() * 8 / 1000));
                    }
                    in.skip(list ? 4 : size + (size & 1));
                }
            } catch (EOFException e) {
                facts.truncated();
            }
            if (rates.size() == 1) {
                facts.bitrate(rates.iterator().next());
            }
        }
    }
}
