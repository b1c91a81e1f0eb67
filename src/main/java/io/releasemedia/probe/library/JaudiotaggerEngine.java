package io.releasemedia.probe.library;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.LocalFile;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioHeader;
import org.jaudiotagger.audio.aiff.AiffFileReader;
import org.jaudiotagger.audio.asf.AsfFileReader;
import org.jaudiotagger.audio.dff.DffFileReader;
import org.jaudiotagger.audio.dsf.DsfFileReader;
import org.jaudiotagger.audio.exceptions.CannotReadException;
import org.jaudiotagger.audio.exceptions.InvalidAudioFrameException;
import org.jaudiotagger.audio.exceptions.ReadOnlyFileException;
import org.jaudiotagger.audio.flac.FlacFileReader;
import org.jaudiotagger.audio.generic.AudioFileReader;
import org.jaudiotagger.audio.mp3.MP3FileReader;
import org.jaudiotagger.audio.mp4.Mp4FileReader;
import org.jaudiotagger.audio.ogg.OggFileReader;
import org.jaudiotagger.audio.real.RealFileReader;
import org.jaudiotagger.audio.wav.WavFileReader;
import org.jaudiotagger.tag.TagException;
import org.jspecify.annotations.Nullable;

/**
 * jaudiotagger's audio headers. It reads local files only, and its own choice of a reader is by file name, so it is
 * given the one for the detected type.
 */
public final class JaudiotaggerEngine implements LibraryEngine {

    // Held here, or the setting would be lost with the logger.
    private static final Logger LOGGER = Logger.getLogger("org.jaudiotagger");

    static {
        LOGGER.setLevel(Level.OFF);
    }

    @Override
    public String name() {
        return "jaudiotagger";
    }

    @Override
    public boolean reads(String mimeType, ByteSource source) {
        return source instanceof LocalFile && reader(mimeType).isPresent();
    }

    private static Optional<AudioFileReader> reader(String mimeType) {
        AudioFileReader reader =
                switch (mimeType) {
                    case "audio/mpeg" -> new MP3FileReader();
                    case "audio/flac" -> new FlacFileReader();
                    case "audio/ogg" -> new OggFileReader();
                    case "audio/mp4", "video/mp4", "video/quicktime" -> new Mp4FileReader();
                    case "audio/wav" -> new WavFileReader();
                    case "audio/aiff" -> new AiffFileReader();
                    case "audio/x-ms-wma", "video/x-ms-asf" -> new AsfFileReader();
                    case "audio/x-dsf" -> new DsfFileReader();
                    case "audio/x-dff" -> new DffFileReader();
                    case "application/vnd.rn-realmedia", "audio/x-pn-realaudio" -> new RealFileReader();
                    default -> null;
                };
        return Optional.ofNullable(reader);
    }

    @Override
    public void read(ByteSource source, String mimeType, Facts facts) throws IOException {
        if (!(source instanceof LocalFile local)) {
            throw new IOException("jaudiotagger reads local files only");
        }
        File file = local.path().toFile();
        try {
            AudioFileReader reader = reader(mimeType).orElseThrow(() -> new IOException("not a type it reads"));
            take(reader.read(file).getAudioHeader(), facts);
        } catch (CannotReadException | InvalidAudioFrameException | ReadOnlyFileException | TagException e) {
            throw new IOException("jaudiotagger: " + e.getMessage(), e);
        }
    }

    private static void take(AudioHeader header, Facts facts) {
        facts.duration(stated(header::getPreciseTrackLength, 0.0))
                .bitrate(stated(header::getBitRateAsNumber, 0L))
                .sampleRate(stated(header::getSampleRateAsNumber, 0))
                .channels(channels(stated(header::getChannels, "")));
        codec(stated(header::getEncodingType, "")).ifPresent(facts::codec);
        if (header.isVariableBitRate()) {
            facts.put(Field.BITRATE_MODE, "VBR");
        }
    }

    /** The library unboxes a null where a header does not say it, or returns it. */
    private static <T> T stated(Supplier<@Nullable T> accessor, T otherwise) {
        try {
            T value = accessor.get();
            return value == null ? otherwise : value;
        } catch (NullPointerException e) {
            return otherwise;
        }
    }

    private static long channels(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("mono")) {
            return 1;
        }
        if (lower.contains("stereo") || lower.contains("dual")) {
            return 2;
        }
        return lower.matches("\\d{1,3}") ? Long.parseLong(lower) : 0;
    }

    /** ffprobe's name of what the library calls an encoding, where both mean the same thing. */
    private static Optional<String> codec(String encoding) {
        String lower = encoding.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mpeg-") && lower.contains("layer 3") || lower.equals("mp3")) {
            return Optional.of("mp3");
        }
        if (lower.startsWith("ogg vorbis")) {
            return Optional.of("vorbis");
        }
        if (lower.startsWith("flac")) {
            return Optional.of("flac");
        }
        return switch (lower) {
            case "aac" -> Optional.of("aac");
            case "alac" -> Optional.of("alac");
            default -> Optional.empty();
        };
    }
}
