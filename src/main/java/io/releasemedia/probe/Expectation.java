package io.releasemedia.probe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a file is said to be, from a record's type or from a name. Content decides what it is; this decides whether
 * that is a contradiction.
 *
 * @param word how messages say it: {@code audio}; empty for {@link #NONE}
 * @param kinds what is no contradiction; empty: anything goes
 */
public record Expectation(String word, Set<MediaKind> kinds) {

    /** Nothing is expected, so nothing contradicts. */
    public static final Expectation NONE = new Expectation("", Set.of());

    private static final Expectation AUDIO = new Expectation("audio", Set.of(MediaKind.AUDIO));
    private static final Expectation VIDEO = new Expectation("video", Set.of(MediaKind.VIDEO));
    private static final Expectation IMAGE = new Expectation("image", Set.of(MediaKind.IMAGE));

    /** Scanned pages are images and bundles are archives; both are handed in as documents. */
    private static final Expectation DOCUMENT =
            new Expectation("document", Set.of(MediaKind.DOCUMENT, MediaKind.IMAGE, MediaKind.OTHER));

    /** Containers whose names do not say which of the two is inside. */
    private static final Expectation AUDIO_OR_VIDEO =
            new Expectation("audio or video", Set.of(MediaKind.AUDIO, MediaKind.VIDEO));

    private static final Map<String, Expectation> TYPES =
            Map.of("audio", AUDIO, "video", VIDEO, "image", IMAGE, "document", DOCUMENT);

    private static final Map<String, Expectation> EXTENSIONS = new HashMap<>();

    private static final int LONGEST_EXTENSION = 5;

    static {
        put(AUDIO, "mp3 mp2 mp1 mpga m2a wav wave bwf rf64 w64 flac fla oga opus spx m4a m4b m4p m4r aac adts wma mka");
        put(AUDIO, "ac3 eac3 ec3 dts amr awb aif aiff aifc afc au snd caf ape wv mpc mp+ tak tta ofr dsf dff weba ra");
        put(AUDIO, "mid midi");
        put(VIDEO, "m4v avi flv f4v wmv ogv mpg mpeg m2v vob mk3d");
        put(AUDIO_OR_VIDEO, "mp4 mov qt mkv webm ogg ogx asf 3gp 3g2 ts m2ts mts rm");
        put(IMAGE, "jpg jpeg jpe jfif png gif webp bmp tif tiff psd psb heic heif avif ico svg jp2 j2k jpx jxl");
        put(DOCUMENT, "pdf doc docx xls xlsx ppt pptx odt ods odp rtf epub");
    }

    private static void put(Expectation expectation, String extensions) {
        for (String extension : extensions.split(" ", -1)) {
            EXTENSIONS.put(extension, expectation);
        }
    }

    /** From a record's type: {@code audio}, {@code video}, {@code image}, {@code document}; another expects nothing. */
    public static Expectation ofType(String mediaType) {
        return TYPES.getOrDefault(mediaType.toLowerCase(Locale.ROOT), NONE);
    }

    /** From the extension of a file name, path or URL; a name without a media extension expects nothing. */
    public static Expectation ofName(String fileNameOrUrl) {
        String path = fileNameOrUrl;
        if (path.contains("://")) {
            path = path.split("[?#]", 2)[0];
        }
        int dot = path.lastIndexOf('.');
        boolean none = dot < Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
        if (none || path.length() - dot - 1 > LONGEST_EXTENSION) {
            return NONE;
        }
        return EXTENSIONS.getOrDefault(path.substring(dot + 1).toLowerCase(Locale.ROOT), NONE);
    }

    /** Whether it is audio, video or an image that is expected. */
    boolean expectsMedia() {
        return !kinds.isEmpty() && !kinds.contains(MediaKind.DOCUMENT);
    }

    /** Whether content of this kind contradicts; what nothing recognises does not. */
    boolean isContradictedBy(MediaKind kind) {
        return kind != MediaKind.UNKNOWN && !kinds.isEmpty() && !kinds.contains(kind);
    }
}
