package io.releasemedia.probe.library;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.source.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.audio.AudioParser;
import org.apache.tika.parser.image.BPGParser;
import org.apache.tika.parser.image.HeifParser;
import org.apache.tika.parser.image.ICNSParser;
import org.apache.tika.parser.image.ImageParser;
import org.apache.tika.parser.image.JXLParser;
import org.apache.tika.parser.image.JpegParser;
import org.apache.tika.parser.image.PSDParser;
import org.apache.tika.parser.image.TiffParser;
import org.apache.tika.parser.image.WebPParser;
import org.apache.tika.parser.mp3.Mp3Parser;
import org.apache.tika.parser.mp4.MP4Parser;
import org.apache.tika.parser.ocr.TesseractOCRConfig;
import org.apache.tika.parser.video.FLVParser;
import org.gagravarr.tika.FlacParser;
import org.gagravarr.tika.OggParser;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Tika's parsers, each named here. Its default set, found by the service loader, hands audio and video to exiftool,
 * ffmpeg or sox and images to tesseract where these are installed, so that answers would depend on the machine.
 */
public final class TikaEngine implements LibraryEngine {

    private static final long LIMIT = 16L << 20;

    @Override
    public String name() {
        return "tika";
    }

    @Override
    public boolean reads(String mimeType, ByteSource source) {
        return parser(mimeType).isPresent();
    }

    private static Optional<Parser> parser(String mimeType) {
        Parser parser =
                switch (mimeType) {
                    case "image/png", "image/gif", "image/bmp", "image/vnd.wap.wbmp" -> new ImageParser();
                    case "image/jpeg" -> new JpegParser();
                    case "image/tiff" -> new TiffParser();
                    case "image/webp" -> new WebPParser();
                    case "image/heic", "image/heif", "image/avif" -> new HeifParser();
                    case "image/vnd.adobe.photoshop" -> new PSDParser();
                    case "image/x-bpg", "image/bpg" -> new BPGParser();
                    case "image/icns" -> new ICNSParser();
                    case "image/jxl" -> new JXLParser();
                    case "audio/mpeg" -> new Mp3Parser();
                    case "audio/wav", "audio/aiff", "audio/basic" -> new AudioParser();
                    case "audio/mp4", "video/mp4", "video/quicktime" -> new MP4Parser();
                    case "audio/flac" -> new FlacParser();
                    case "audio/ogg", "video/ogg" -> new OggParser();
                    case "video/x-flv" -> new FLVParser();
                    default -> null;
                };
        return Optional.ofNullable(parser);
    }

    @Override
    public void read(ByteSource source, String mimeType, Facts facts) throws IOException {
        Parser parser = parser(mimeType).orElseThrow(() -> new IOException("not a type it reads"));
        ParseContext context = new ParseContext();
        context.set(Parser.class, EmptyParser.INSTANCE);
        TesseractOCRConfig noOcr = new TesseractOCRConfig();
        noOcr.setSkipOcr(true);
        context.set(TesseractOCRConfig.class, noOcr);
        Metadata metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, mimeType);
        try (InputStream in = TikaInputStream.get(new SourceStream(source, LIMIT))) {
            parser.parse(in, new DefaultHandler(), metadata, context);
        } catch (SAXException | TikaException e) {
            throw new IOException("tika: " + e.getMessage(), e);
        }
        take(metadata, facts);
    }

    private static void take(Metadata metadata, Facts facts) {
        facts.duration(number(metadata, "xmpDM:duration"))
                .sampleRate(number(metadata, "xmpDM:audioSampleRate", "samplerate"))
                .channels(channels(metadata))
                .size((long) number(metadata, "tiff:ImageWidth", "width"), (long)
                        number(metadata, "tiff:ImageLength", "height"))
                .count(Field.PAGE_COUNT, (long) number(metadata, "xmpTPg:NPages"));
    }

    private static long channels(Metadata metadata) {
        String type = metadata.get("xmpDM:audioChannelType");
        if (type == null) {
            return (long) number(metadata, "channels");
        }
        return switch (type) {
            case "Mono" -> 1;
            case "Stereo" -> 2;
            default -> 0;
        };
    }

    /** The first of these keys that holds a number; 0 without one, which is no fact. */
    private static double number(Metadata metadata, String... keys) {
        for (String key : keys) {
            String value = metadata.get(key);
            if (value != null) {
                try {
                    return Double.parseDouble(value.trim());
                } catch (NumberFormatException e) {
                    // Such as a duration with its unit: the next key may do.
                }
            }
        }
        return 0;
    }
}
