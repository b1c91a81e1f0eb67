package io.releasemedia.probe.format.matroska;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads Matroska and WebM files (RFC 9559, RFC 8794). Bit rates have no field in the format: they come from what a
 * codec promises, from statistics tags, from the first frame's header, or from the sizes of all frames where the file
 * is at hand.
 */
public final class MatroskaReader implements FormatReader {

    @Override
    public String name() {
        return "matroska";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        new Pass(in, facts).run();
    }

    /** One pass over a file. */
    private static final class Pass {

        /** Local files up to these sizes are looked at block by block. */
        private static final long WHOLE_SOUND = 64 << 20;

        private static final long WHOLE_VIDEO = 16 << 20;
        private static final int SAMPLED = 16 << 10;
        private static final int LOCAL_TAIL = 512 << 10;
        private static final int REMOTE_TAIL = 64 << 10;

        private final ByteWindow in;
        private final Facts facts;
        private final long limit;
        private Optional<MatroskaTrack> audio = Optional.empty();
        private Optional<MatroskaTrack> video = Optional.empty();

        Pass(ByteWindow in, Facts facts) throws IOException {
            this.in = in;
            this.facts = facts;
            this.limit = in.length().orElse(Long.MAX_VALUE);
        }

        void run() throws IOException {
            String docType = readDocType();
            Element element = Element.next(in, Element.UNKNOWN)
                    .filter(e -> e.id() == Ids.SEGMENT)
                    .orElseThrow(() -> MalformedMediaException.at(in, "a Matroska segment expected"));
            if (element.end() != Element.UNKNOWN && element.end() > limit) {
                facts.truncated();
            }
            Segment segment = new Segment(in, element);
            try {
                segment.readHeaders(limit);
            } finally {
                // What is known of the tracks when the file breaks off counts.
                audio = segment.first(MatroskaTrack.AUDIO);
                video = segment.first(MatroskaTrack.VIDEO);
                putTracks(segment, docType);
            }
            if (audio.isEmpty() && video.isEmpty()) {
                throw new MalformedMediaException(element.start(), "a segment with a sound or video track expected");
            }
            readRest(segment, Math.min(limit, element.end()));
        }

        private String readDocType() throws IOException {
            Element header = Element.next(in, Element.UNKNOWN)
                    .filter(e -> e.id() == Ids.EBML && e.end() != Element.UNKNOWN)
                    .orElseThrow(() -> MalformedMediaException.at(in, "an EBML header expected"));
            String docType = "";
            for (Optional<Element> next = Element.next(in, header.end());
                    next.isPresent() && docType.isEmpty();
                    next = Element.next(in, header.end())) {
                docType = next.get().id() == Ids.DOC_TYPE ? next.get().text(in) : docType;
                in.seek(next.get().end());
            }
            in.seek(header.end());
            return docType;
        }

        private void putTracks(Segment segment, String docType) {
            facts.put(Field.CONTAINER, "matroska").duration(segment.seconds());
            if (audio.isPresent() || video.isPresent()) {
                facts.mimeType(
                        (video.isPresent() ? "video/" : "audio/") + (docType.equals("webm") ? "webm" : "x-matroska"));
            }
            video.ifPresent(track -> {
                facts.codec(TrackCodec.of(track).name()).size(track.width, track.height);
                facts.frameRate(track.defaultDuration > 0 ? 1e9 / track.defaultDuration : 0);
            });
            audio.ifPresent(track -> {
                TrackCodec codec = TrackCodec.of(track);
                if (video.isPresent()) {
                    facts.audioCodec(codec.name());
                } else {
                    facts.codec(codec.name());
                }
                facts.sampleRate(codec.sampleRate()).channels(codec.channels()).bitsPerSample(codec.bitsPerSample());
                if (!codec.name().isEmpty()) {
                    facts.put(Field.LOSSLESS, codec.isLossless());
                }
                if (codec.isPcm()) {
                    facts.bitrate(codec.nominalBitrate() / 1000).put(Field.BITRATE_MODE, "CBR");
                }
            });
        }

        /** Duration, bit rate and frame rate where the headers before the clusters do not have them. */
        private void readRest(Segment segment, long end) throws IOException {
            if (audio.isPresent() && !facts.has(Field.BITRATE)) {
                putBitrate(audio.get(), segment);
            }
            boolean incomplete = !facts.has(Field.DURATION)
                    || audio.isPresent() && !facts.has(Field.BITRATE)
                    || video.isPresent() && !facts.has(Field.FRAME_RATE);
            if (!incomplete || segment.firstCluster() < 0) {
                return;
            }
            Clusters clusters = clusters();
            if (!in.isRemote() && end - segment.firstCluster() <= (video.isPresent() ? WHOLE_VIDEO : WHOLE_SOUND)) {
                try {
                    putWhole(clusters, clusters.readAll(segment.firstCluster(), end), segment);
                } catch (EOFException e) {
                    facts.truncated();
                    putWhole(clusters, true, segment);
                }
            } else if (end < Long.MAX_VALUE) {
                if (!facts.has(Field.DURATION)) {
                    putEnd(clusters, segment, end);
                }
                if (video.isEmpty() && !facts.has(Field.BITRATE)) {
                    putEstimate(segment, end);
                }
            }
        }

        /** Of sound alone: the size of all clusters, less what blocks cost by the first of them. */
        private void putEstimate(Segment segment, long end) throws IOException {
            Clusters sample = clusters();
            long start = segment.firstCluster();
            long behind = segment.clustersEnd(end);
            long sampled = Math.min(behind - start, SAMPLED);
            try {
                if (sampled <= 0 || !sample.readAll(start, start + sampled)) {
                    return;
                }
            } catch (EOFException e) {
                facts.truncated();
            }
            double share = (double) sample.audio().bytes / Math.max(1, sampled);
            facts.bitrate((long) (share * (behind - start)), seconds());
            if (facts.has(Field.BITRATE)) {
                facts.estimated();
            }
        }

        private double seconds() {
            return facts.get(Field.DURATION)
                    .map(d -> ((Number) d).doubleValue())
                    .orElse(0.0);
        }

        private void putBitrate(MatroskaTrack track, Segment segment) throws IOException {
            segment.readTags(limit);
            double most = segment.seconds() > 0 && limit < Long.MAX_VALUE
                    ? limit * 8.4 / segment.seconds()
                    : Double.MAX_VALUE;
            // Statistics survive a conversion that makes them wrong: no track is larger than its file.
            if (track.taggedBitrate > 0 && track.taggedBitrate <= most) {
                facts.bitrate(track.taggedBitrate / 1000.0);
                return;
            }
            TrackCodec codec = TrackCodec.of(track);
            if (codec.nominalBitrate() > 0) {
                facts.bitrate(codec.nominalBitrate() / 1000);
                return;
            }
            boolean framed = isFramed(codec.name());
            if (framed && !track.opaque && segment.firstCluster() >= 0) {
                byte[] start = clusters().firstFrame(segment.firstCluster(), limit);
                FirstFrame.find(codec.name(), join(track.strippedHeader, start)).ifPresent(this::take);
            }
        }

        private static boolean isFramed(String codec) {
            return switch (codec) {
                case "mp1", "mp2", "mp3", "ac3", "eac3" -> true;
                default -> false;
            };
        }

        private void take(FirstFrame frame) {
            facts.bitrate(frame.bytesPerSecond() * 8 / 1000).sampleRate(frame.sampleRate());
            if (video.isEmpty()) {
                facts.codec(frame.codec());
            } else {
                facts.audioCodec(frame.codec());
            }
        }

        private Clusters clusters() {
            return new Clusters(
                    in,
                    audio.map(t -> t.number).orElse(0L),
                    video.map(t -> t.number).orElse(0L));
        }

        private void putWhole(Clusters clusters, boolean complete, Segment segment) {
            if (!complete) {
                return;
            }
            if (!facts.has(Field.DURATION)) {
                facts.duration((clusters.endTime() * segment.tick()) + lastFrame(clusters, segment));
            }
            if (!facts.has(Field.BITRATE)) {
                long stripped = audio.filter(t -> !t.opaque)
                        .map(t -> t.strippedHeader.length * clusters.audio().frames)
                        .orElse(0L);
                facts.bitrate(clusters.audio().bytes + stripped, seconds());
            }
            long pictures = clusters.video().frames;
            double span = clusters.video().span() * segment.tick();
            if (video.isPresent() && !facts.has(Field.FRAME_RATE) && pictures > 1 && span > 0) {
                facts.frameRate((pictures - 1) / span);
            }
        }

        /** Seconds that the last frame lasts: as long as others did. */
        private double lastFrame(Clusters clusters, Segment segment) {
            Clusters.Blocks blocks = video.isPresent() ? clusters.video() : clusters.audio();
            return blocks.frames > 1 ? blocks.span() * segment.tick() / (blocks.frames - 1) : 0;
        }

        private void putEnd(Clusters clusters, Segment segment, long end) throws IOException {
            try {
                if (!clusters.readLast(end, in.isRemote() ? REMOTE_TAIL : LOCAL_TAIL) && !in.isRemote()) {
                    clusters.readAll(segment.firstCluster(), end);
                }
            } catch (EOFException e) {
                facts.truncated();
            }
            facts.duration(clusters.endTime() * segment.tick() + lastFrame(clusters, segment));
        }

        private static byte[] join(byte[] first, byte[] second) {
            byte[] joined = new byte[first.length + second.length];
            System.arraycopy(first, 0, joined, 0, first.length);
            System.arraycopy(second, 0, joined, first.length, second.length);
            return joined;
        }
    }
}
