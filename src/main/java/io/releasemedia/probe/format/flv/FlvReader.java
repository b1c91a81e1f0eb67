package io.releasemedia.probe.format.flv;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.probe.format.codec.VideoSequence;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads FLV files (Adobe Flash Video File Format Specification 10.1, annex E): script data for duration, size and
 * rates, the first audio and video tag for the codecs, and the last tag's time where the script data has no duration.
 */
public final class FlvReader implements FormatReader {

    @Override
    public String name() {
        return "flv";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        new Pass(in, facts).run();
    }

    /** One pass over a file's first tags. */
    private static final class Pass {

        private static final int MAX_TAGS = 200;
        private static final int VIDEO_HEADERS = 1 << 10;
        private static final int AUDIO = 8;
        private static final int VIDEO = 9;
        private static final int SCRIPT = 18;
        private static final int[] HERTZ = {5512, 11_025, 22_050, 44_100};

        private final ByteWindow in;
        private final Facts facts;
        private final ScriptData script = new ScriptData();
        private String audioCodec = "";
        private String videoCodec = "";
        private Optional<VideoSequence> pictures = Optional.empty();
        private boolean configured;

        Pass(ByteWindow in, Facts facts) {
            this.in = in;
            this.facts = facts;
        }

        void run() throws IOException {
            if (!in.peek("FLV")) {
                throw MalformedMediaException.at(in, "FLV expected");
            }
            long start = in.position();
            int flags = in.skip(4).u8();
            long tags = start + Math.max(9, in.u32be());
            boolean audio = (flags & 4) != 0;
            boolean video = (flags & 1) != 0;
            in.seek(tags + 4);
            try {
                for (int i = 0; i < MAX_TAGS && in.has(11); i++) {
                    readTag();
                    boolean soundKnown = !audio || configured;
                    boolean picturesKnown = !video || !videoCodec.isEmpty();
                    if (soundKnown && picturesKnown && i > 0) {
                        break;
                    }
                }
            } finally {
                putFacts();
            }
            if (audioCodec.isEmpty() && videoCodec.isEmpty()) {
                throw new MalformedMediaException(start, "tags with sound or pictures expected");
            }
            if (!facts.has(Field.DURATION)) {
                putLastTime();
            }
        }

        private void readTag() throws IOException {
            int type = in.u8() & 0x1f;
            int size = in.u24be();
            long end = in.skip(7).position() + size;
            if (type == AUDIO && size > 1 && !configured) {
                readAudio(in.u8(), end);
            } else if (type == VIDEO && size > 1 && videoCodec.isEmpty()) {
                readVideo(in.u8(), end);
            } else if (type == SCRIPT) {
                script.read(in, end);
            }
            in.seek(end + 4);
        }

        private void readAudio(int flags, long end) throws IOException {
            int format = flags >> 4;
            boolean wide = (flags & 2) != 0;
            configured = true;
            audioCodec = switch (format) {
                case 0, 3 -> wide ? "pcm_s16le" : "pcm_u8";
                case 1 -> "adpcm_swf";
                case 2, 14 -> "mp3";
                case 4, 5, 6 -> "nellymoser";
                case 7 -> "pcm_alaw";
                case 8 -> "pcm_mulaw";
                case 10 -> "aac";
                case 11 -> "speex";
                default -> "";
            };
            int rate =
                    switch (format) {
                        case 4, 11 -> 16_000;
                        case 5, 7, 8, 14 -> 8000;
                        default -> HERTZ[flags >> 2 & 3];
                    };
            facts.sampleRate(rate).channels(format == 11 ? 1 : (flags & 1) + 1);
            byte[] data = in.peekBytes((int) Math.min(end - in.position(), FirstFrame.SEARCHED));
            if (format == 10) {
                // The configuration comes first; a tag of sound alone does not have it.
                configured = data.length > 2 && data[0] == 0;
                AudioSpecificConfig.parse(Arrays.copyOfRange(data, Math.min(1, data.length), data.length))
                        .filter(config -> configured)
                        .ifPresent(
                                config -> facts.sampleRate(config.sampleRate()).channels(config.channels()));
            } else {
                FirstFrame.find(audioCodec, data).ifPresent(frame -> facts.sampleRate(frame.sampleRate())
                        .channels(frame.channels())
                        .bitrate(frame.bytesPerSecond() * 8 / 1000));
            }
        }

        private void readVideo(int flags, long end) throws IOException {
            videoCodec = switch (flags & 15) {
                case 2 -> "flv1";
                case 3, 6 -> "flashsv";
                case 4 -> "vp6f";
                case 5 -> "vp6a";
                case 7 -> "h264";
                case 12 -> "hevc";
                default -> "";
            };
            byte[] data = in.peekBytes((int) Math.min(end - in.position(), VIDEO_HEADERS));
            switch (videoCodec) {
                case "flv1" -> pictures = FlvPictures.sorenson(data);
                case "h264" -> pictures = FlvPictures.avc(data);
                default -> {
                    // The script tag has to tell the size.
                }
            }
        }

        private void putFacts() {
            facts.put(Field.CONTAINER, "flv").mimeType("video/x-flv").duration(script.number("duration"));
            if (!videoCodec.isEmpty()) {
                facts.codec(videoCodec).audioCodec(audioCodec);
                pictures.ifPresent(it -> facts.size(it.width(), it.height()).frameRate(it.frameRate()));
                facts.size(Math.round(script.number("width")), Math.round(script.number("height")));
                facts.frameRate(script.number("framerate"));
            } else {
                facts.codec(audioCodec);
            }
            if (audioCodec.isEmpty()) {
                facts.remove(Field.SAMPLE_RATE).remove(Field.CHANNELS);
            } else if (!facts.has(Field.BITRATE)) {
                facts.bitrate(script.number("audiodatarate"));
            }
        }

        /** The size of the last tag is the file's last field. */
        private void putLastTime() throws IOException {
            long length = in.length().orElse(0);
            try {
                in.readAhead(64).seek(Math.max(0, length - 4));
                long size = in.u32be();
                if (size > 11 && size < length - 4) {
                    in.seek(length - 4 - size + 4);
                    int millis = in.u24be();
                    facts.duration((in.u8() << 24 | millis) / 1000.0);
                }
            } catch (EOFException e) {
                facts.truncated();
            }
        }
    }
}
