package io.releasemedia.probe;

import java.util.Locale;
import java.util.Set;

/** What a MIME type is to a release: the API's four types, and what is none of them. */
public enum MediaKind {
    AUDIO,
    VIDEO,
    IMAGE,
    DOCUMENT,
    /** Web pages and structured text: what a server says instead of a file. */
    MARKUP,
    /** Archives, programs, fonts and the like. */
    OTHER,
    /** Content that nothing recognises. */
    UNKNOWN;

    private static final Set<String> MARKUP_TYPES = Set.of(
            "text/html", "application/xhtml+xml", "application/json", "application/xml", "text/xml", "text/javascript");

    private static final Set<String> DOCUMENT_TYPES = Set.of(
            "application/pdf",
            "application/msword",
            "application/rtf",
            "application/postscript",
            "application/epub+zip",
            "application/x-ole-storage",
            "application/wordperfect",
            "image/vnd.djvu");

    private static final String[] DOCUMENT_FAMILIES = {
        "application/vnd.openxmlformats-officedocument.",
        "application/vnd.oasis.opendocument.",
        "application/vnd.ms-word",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.apple.",
        "text/"
    };

    /** The kind of a MIME type without parameters. */
    public static MediaKind of(String mimeType) {
        if (mimeType.equals(MimeDetector.UNKNOWN)) {
            return UNKNOWN;
        }
        if (MARKUP_TYPES.contains(mimeType)) {
            return MARKUP;
        }
        if (DOCUMENT_TYPES.contains(mimeType)) {
            return DOCUMENT;
        }
        if (mimeType.startsWith("audio/") || mimeType.equals("application/vnd.rn-realmedia")) {
            return AUDIO;
        }
        if (mimeType.startsWith("video/")) {
            return VIDEO;
        }
        if (mimeType.startsWith("image/")) {
            return IMAGE;
        }
        for (String family : DOCUMENT_FAMILIES) {
            if (mimeType.startsWith(family)) {
                return DOCUMENT;
            }
        }
        return mimeType.endsWith("+xml") || mimeType.endsWith("+json") ? MARKUP : OTHER;
    }

    /** The API's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
