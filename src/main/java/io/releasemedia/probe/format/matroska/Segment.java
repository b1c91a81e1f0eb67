package io.releasemedia.probe.format.matroska;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The segment's own headers (RFC 9559 section 5.1), found in order or by the {@code SeekHead}, while they are read.
 */
final class Segment {

    private static final int MAX_ELEMENTS = 10_000;
    private static final long DEFAULT_SCALE = 1_000_000;

    private final ByteWindow in;
    private final Element segment;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final List<MatroskaTrack> tracks = new ArrayList<>();
    private long scale = DEFAULT_SCALE;
    private double duration;
    private boolean infoRead;
    private boolean tagsRead;
    private long firstCluster = -1;
    private int elements;

    Segment(ByteWindow in, Element segment) {
        this.in = in;
        this.segment = segment;
    }

    /** Seconds of a tick. */
    double tick() {
        return scale / 1e9;
    }

    /** Seconds that the segment declares; 0 where it does not. */
    double seconds() {
        return duration > 0 ? duration * tick() : 0;
    }

    /** Offset of the first cluster; -1 where there is none. */
    long firstCluster() {
        return firstCluster;
    }

    /** Offset behind the clusters: that of the first header behind them which the seek head names, else the end. */
    long clustersEnd(long end) {
        long first = end;
        for (long position : positions.values()) {
            long offset = segment.body() + position;
            first = offset > firstCluster && offset < first ? offset : first;
        }
        return first;
    }

    /** The first track of a type. */
    Optional<MatroskaTrack> first(int type) {
        for (MatroskaTrack track : tracks) {
            if (track.type == type) {
                return Optional.of(track);
            }
        }
        return Optional.empty();
    }

    /** Reads the headers before the first cluster, and those that the seek head says are behind the clusters. */
    void readHeaders(long limit) throws IOException {
        long end = Math.min(segment.end(), limit);
        for (Optional<Element> next = Element.next(in, end);
                next.isPresent() && ++elements < MAX_ELEMENTS;
                next = Element.next(in, end)) {
            Element element = next.get();
            if (element.id() == Ids.CLUSTER) {
                firstCluster = element.start();
                break;
            }
            if (element.end() == Element.UNKNOWN) {
                break;
            }
            readHeader(element);
            if (element.end() >= end) {
                break;
            }
            in.seek(element.end());
        }
        if (tracks.isEmpty()) {
            jumpTo(Ids.TRACKS, limit);
        }
        if (!infoRead) {
            jumpTo(Ids.INFO, limit);
        }
    }

    /** Reads the statistics that lie behind the clusters, if the seek head knows where. */
    void readTags(long limit) throws IOException {
        if (!tagsRead) {
            jumpTo(Ids.TAGS, limit);
        }
    }

    private void jumpTo(int id, long limit) throws IOException {
        Long position = positions.get(id);
        if (position == null || position < 0 || position >= limit - segment.body()) {
            return;
        }
        in.seek(segment.body() + position);
        Optional<Element> element = Element.next(in, limit).filter(e -> e.id() == id && e.end() != Element.UNKNOWN);
        if (element.isPresent()) {
            readHeader(element.get());
        }
    }

    private void readHeader(Element element) throws IOException {
        switch (element.id()) {
            case Ids.SEEK_HEAD -> readSeekHead(element);
            case Ids.INFO -> readInfo(element);
            case Ids.TRACKS -> {
                if (tracks.isEmpty()) {
                    tracks.addAll(TrackEntries.read(in, element));
                }
            }
            case Ids.TAGS -> readTags(element);
            default -> {
                // Cues, chapters, attachments.
            }
        }
    }

    private Optional<Element> child(Element parent) throws IOException {
        return ++elements > MAX_ELEMENTS
                ? Optional.empty()
                : Element.next(in, parent.end()).filter(e -> e.end() != Element.UNKNOWN);
    }

    private void readSeekHead(Element head) throws IOException {
        for (Optional<Element> next = child(head); next.isPresent(); next = child(head)) {
            Element seek = next.get();
            int id = 0;
            long position = -1;
            if (seek.id() == Ids.SEEK) {
                for (Optional<Element> entry = child(seek); entry.isPresent(); entry = child(seek)) {
                    if (entry.get().id() == Ids.SEEK_ID) {
                        id = (int) entry.get().unsigned(in);
                    } else if (entry.get().id() == Ids.SEEK_POSITION) {
                        position = entry.get().unsigned(in);
                    }
                    in.seek(entry.get().end());
                }
                positions.putIfAbsent(id, position);
            }
            in.seek(seek.end());
        }
    }

    private void readInfo(Element info) throws IOException {
        infoRead = true;
        for (Optional<Element> next = child(info); next.isPresent(); next = child(info)) {
            Element element = next.get();
            if (element.id() == Ids.TIMESTAMP_SCALE) {
                long value = element.unsigned(in);
                scale = value > 0 ? value : DEFAULT_SCALE;
            } else if (element.id() == Ids.DURATION) {
                duration = element.real(in);
            }
            in.seek(element.end());
        }
    }

    private void readTags(Element tags) throws IOException {
        tagsRead = true;
        for (Optional<Element> next = child(tags); next.isPresent(); next = child(tags)) {
            if (next.get().id() == Ids.TAG) {
                readTag(next.get());
            }
            in.seek(next.get().end());
        }
    }

    private void readTag(Element tag) throws IOException {
        long uid = 0;
        long bitrate = 0;
        for (Optional<Element> next = child(tag); next.isPresent(); next = child(tag)) {
            Element element = next.get();
            if (element.id() == Ids.TARGETS) {
                for (Optional<Element> target = child(element); target.isPresent(); target = child(element)) {
                    uid = target.get().id() == Ids.TAG_TRACK_UID ? target.get().unsigned(in) : uid;
                    in.seek(target.get().end());
                }
            } else if (element.id() == Ids.SIMPLE_TAG) {
                bitrate = Math.max(bitrate, readBitrate(element));
            }
            in.seek(element.end());
        }
        for (MatroskaTrack track : tracks) {
            track.taggedBitrate = uid != 0 && track.uid == uid && bitrate > 0 ? bitrate : track.taggedBitrate;
        }
    }

    /** The value of a tag that mkvmerge calls BPS, with or without a language behind it; 0 for any other tag. */
    private long readBitrate(Element simple) throws IOException {
        String name = "";
        String value = "";
        for (Optional<Element> next = child(simple); next.isPresent(); next = child(simple)) {
            Element element = next.get();
            if (element.id() == Ids.TAG_NAME) {
                name = element.text(in);
            } else if (element.id() == Ids.TAG_STRING && element.length() <= 18) {
                value = element.text(in);
            }
            in.seek(element.end());
        }
        boolean number = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && (name.equals("BPS") || name.startsWith("BPS-")) ? Long.parseLong(value) : 0;
    }
}
