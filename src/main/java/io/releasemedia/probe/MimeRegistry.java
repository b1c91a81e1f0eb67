package io.releasemedia.probe;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.mime.MimeTypesFactory;

/**
 * Tika's MIME registry with the project's additions ({@code org/apache/tika/mime/custom-mimetypes.xml}). It is loaded
 * on first use: most files never need it.
 */
final class MimeRegistry {

    private MimeRegistry() {}

    private static final class Loaded {
        static final MimeTypes TYPES = load();
    }

    /**
     * Not through the Tika facade, which would load every detector and parser on the class path, and by naming both
     * lists, because the default registry takes additions from any library that brings some.
     */
    private static MimeTypes load() {
        try {
            return MimeTypesFactory.create(list(MimeTypes.class, "tika"), list(MimeRegistry.class, "custom"));
        } catch (IOException | MimeTypeException e) {
            throw new IllegalStateException("the MIME registry cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static URL list(Class<?> neighbour, String name) throws IOException {
        URL list = neighbour.getResource("/org/apache/tika/mime/" + name + "-mimetypes.xml");
        if (list == null) {
            throw new FileNotFoundException(name + "-mimetypes.xml is not on the class path");
        }
        return list;
    }

    /** The MIME type of content that begins with these bytes, by the name that this project uses for it. */
    static String detect(byte[] head) throws IOException {
        MediaType type = Loaded.TYPES.detect(new ByteArrayInputStream(head), new Metadata());
        return canonical(type.getBaseType().toString());
    }

    /** One name for each type: the registered or the usual one where Tika has an older or an experimental one. */
    static String canonical(String type) {
        return switch (type) {
            case "audio/vnd.wave", "audio/x-wav" -> "audio/wav";
            case "audio/x-flac" -> "audio/flac";
            case "audio/x-aiff" -> "audio/aiff";
            case "audio/x-aac" -> "audio/aac";
            case "audio/vorbis", "audio/opus", "audio/speex", "audio/x-oggflac", "audio/x-oggpcm", "application/ogg" ->
                "audio/ogg";
            case "video/theora", "video/x-ogm", "video/x-oggrgb", "video/x-ogguvs", "video/x-oggyuv", "video/daala" ->
                "video/ogg";
            case "application/x-matroska" -> "video/x-matroska";
            case "application/mp4", "video/x-m4v" -> "video/mp4";
            case "application/quicktime" -> "video/quicktime";
            case "application/x-tika-msoffice" -> "application/x-ole-storage";
            default -> type;
        };
    }
}
