package io.releasemedia.probe.format.caf;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** The counts of one Core Audio file, and what follows from them. */
final class CafSound {

    /** The data starts with a counter of edits. */
    private static final int EDIT_COUNT = 4;

    private final CafDescription description;
    private boolean located;
    private boolean counted;
    private boolean cut;
    private long dataBytes;
    private long packets;
    private long validFrames;

    CafSound(CafDescription description) {
        this.description = description;
    }

    CafDescription description() {
        return description;
    }

    boolean isLocated() {
        return located;
    }

    /** Whether nothing more is to be learned from further chunks. */
    boolean isComplete() {
        return located && (counted || description.bytesPerPacket() > 0 && description.framesPerPacket() > 0);
    }

    /** From the packet table; valid frames are those without priming and padding. */
    void packets(long count, long valid) {
        counted = true;
        packets = Math.max(0, count);
        validFrames = Math.max(0, valid);
    }

    /** Takes the data chunk whose body is at the position; true if it runs to the end of the file. */
    boolean data(ByteWindow in, long size) throws IOException {
        located = true;
        long there = in.remaining();
        if (size < 0) {
            dataBytes = there == Long.MAX_VALUE ? 0 : Math.max(0, there - EDIT_COUNT);
            return true;
        }
        dataBytes = Math.max(0, size - EDIT_COUNT);
        cut = size > there;
        return cut;
    }

    /** Puts duration and bit rate. */
    void answer(Facts facts) {
        double frames = frames();
        double rate = description.sampleRate();
        boolean fixed = description.bytesPerPacket() > 0 && description.framesPerPacket() > 0;
        if (rate > 0 && frames > 0) {
            facts.duration(frames / rate);
        }
        if (fixed) {
            facts.put(Field.BITRATE_MODE, "CBR")
                    .bitrate(rate * description.bytesPerPacket() * 8 / description.framesPerPacket() / 1000);
        } else if (rate > 0) {
            facts.bitrate(dataBytes, frames / rate);
        }
        if (cut) {
            facts.truncated();
        }
    }

    private double frames() {
        if (validFrames > 0) {
            return validFrames;
        }
        double perPacket = description.framesPerPacket();
        if (description.bytesPerPacket() > 0) {
            return Math.floor((double) dataBytes / description.bytesPerPacket()) * perPacket;
        }
        return packets * perPacket;
    }
}
