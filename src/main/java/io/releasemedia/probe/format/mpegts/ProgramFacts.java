package io.releasemedia.probe.format.mpegts;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.probe.format.codec.Bits;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.probe.format.codec.VideoSequence;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Turns a program's streams into facts: the first with pictures, the first with sound. */
public final class ProgramFacts {

    private static final int ADTS_HEADER = 7;
    private static final int AAC_FRAME = 1024;

    private final Collection<Elementary> streams;
    private final Facts facts;

    /** Of these streams, in their order. */
    public ProgramFacts(Collection<Elementary> streams, Facts facts) {
        this.streams = streams;
        this.facts = facts;
    }

    /** Puts all facts but the MIME type and the container. */
    public void put() {
        Optional<Elementary> video =
                streams.stream().filter(Elementary::isVideo).findFirst();
        Optional<Elementary> audio = streams.stream()
                .filter(s -> !s.isVideo() && !s.codec().isEmpty())
                .findFirst();
        video.ifPresent(this::putVideo);
        audio.ifPresent(stream -> putAudio(stream, video.isPresent()));
        facts.duration(seconds());
    }

    /** Whether pictures and sound are known well enough, so that no more packets are needed. */
    public static boolean isEnough(Collection<Elementary> streams) {
        boolean enough = !streams.isEmpty();
        for (Elementary stream : streams) {
            enough &= stream.isVideo()
                    ? stream.packets() > 24
                            && VideoSequence.find(stream.codec(), stream.start())
                                    .isPresent()
                    : stream.packets() > 4 || stream.codec().isEmpty();
        }
        return enough;
    }

    /** From the first time to the end of what the last time stands for. */
    private double seconds() {
        long first = Long.MAX_VALUE;
        double end = 0;
        for (Elementary stream : streams) {
            if (stream.firstPts() >= 0) {
                first = Math.min(first, stream.firstPts());
                end = Math.max(end, stream.lastPts() / 90_000.0 + lastSeconds(stream));
            }
        }
        return end > 0 ? end - first / 90_000.0 : 0;
    }

    /** A packet of pictures holds one; one of sound holds what its bytes hold at the mean rate. */
    private static double lastSeconds(Elementary stream) {
        if (stream.packets() < 2) {
            return 0;
        }
        double mean = stream.headSeconds() / (stream.packets() - 1);
        boolean weighed = !stream.isVideo() && stream.headBytes() > 0;
        return weighed ? Math.min(mean, stream.bytesInLast() * stream.headSeconds() / stream.headBytes()) : mean;
    }

    private void putVideo(Elementary stream) {
        facts.codec(stream.codec());
        Optional<VideoSequence> sequence = VideoSequence.find(stream.codec(), stream.start());
        sequence.ifPresent(found -> facts.size(found.width(), found.height()).frameRate(found.frameRate()));
        if (!facts.has(Field.FRAME_RATE) && stream.packets() > 2 && stream.headSeconds() > 0) {
            facts.frameRate((stream.packets() - 1) / stream.headSeconds());
        }
    }

    private void putAudio(Elementary stream, boolean withVideo) {
        String codec = stream.codec();
        Optional<FirstFrame> frame = FirstFrame.find(codec, frameStart(stream));
        if (frame.isPresent()) {
            codec = frame.get().codec();
            facts.channels(frame.get().channels())
                    .sampleRate(frame.get().sampleRate())
                    .bitrate(frame.get().bytesPerSecond() * 8 / 1000);
        } else if (codec.equals("aac")) {
            putAdts(stream.start());
        } else if (codec.equals("aac_latm")) {
            putLatm(stream.start());
        }
        if (withVideo) {
            facts.audioCodec(codec);
        } else {
            facts.codec(codec);
        }
        facts.put(Field.LOSSLESS, codec.startsWith("pcm_") || codec.equals("truehd"));
        if (!facts.has(Field.BITRATE) && stream.headSeconds() > 0) {
            // Of the packets at the start: the file's rate may vary.
            facts.bitrate(stream.headBytes(), stream.headSeconds()).estimated();
        }
    }

    /** From the first byte that can start a frame: a program stream may cut frames anywhere. */
    private static byte[] frameStart(Elementary stream) {
        byte[] start = stream.start();
        if (!stream.codec().endsWith("ac3")) {
            return start;
        }
        for (int i = 0; i + 1 < start.length; i++) {
            if (start[i] == 0x0b && start[i + 1] == 0x77) {
                return Arrays.copyOfRange(start, i, start.length);
            }
        }
        return start;
    }

    /** The ADTS header (ISO/IEC 14496-3 section 1.A.2.2). */
    private void putAdts(byte[] start) {
        for (int i = 0; i + ADTS_HEADER <= start.length; i++) {
            if (start[i] == -1 && (start[i + 1] & 0xf6) == 0xf0) {
                Bits bits = new Bits(Arrays.copyOfRange(start, i, i + ADTS_HEADER));
                int rate = AudioSpecificConfig.sampleRate(bits.skip(18).take(4));
                int channels = AudioSpecificConfig.channels(bits.skip(1).take(3));
                if (rate > 0) {
                    facts.sampleRate(rate).channels(channels);
                    putAdtsRate(start, i, rate);
                    return;
                }
            }
        }
    }

    /** The mean of the frames at the start, if they follow each other. */
    private void putAdtsRate(byte[] start, int first, int sampleRate) {
        int at = first;
        int frames = 0;
        while (at + ADTS_HEADER <= start.length && start[at] == -1) {
            int length = (start[at + 3] & 3) << 11 | (start[at + 4] & 0xff) << 3 | (start[at + 5] & 0xff) >> 5;
            if (length < ADTS_HEADER) {
                break;
            }
            at += length;
            frames++;
        }
        if (frames > 8) {
            facts.bitrate(at - first, (double) frames * AAC_FRAME / sampleRate).estimated();
        }
    }

    /** A LOAS frame whose first element has the configuration (ISO/IEC 14496-3 section 1.7.3). */
    private void putLatm(byte[] start) {
        for (int i = 0; i + 16 <= start.length; i++) {
            if (start[i] == 0x56 && (start[i + 1] & 0xe0) == 0xe0 && (start[i + 3] & 0xc0) == 0) {
                Bits bits = new Bits(Arrays.copyOfRange(start, i + 3, start.length)).skip(2 + 1 + 6 + 4 + 3);
                AudioSpecificConfig.parseAhead(bits).ifPresent(config -> facts.sampleRate(config.sampleRate())
                        .channels(config.channels()));
                return;
            }
        }
    }
}
