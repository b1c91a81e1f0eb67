package io.releasemedia.probe;

import java.nio.charset.StandardCharsets;

/**
 * Tells documents that are ZIP files by the names of their first entries (ECMA-376 part 2 for Office Open XML). ODF and
 * EPUB files state their type as the first entry, which Tika's registry reads.
 */
final class ZipContent {

    static final String ZIP = "application/zip";

    /** Tika's own name for one that begins like an Office document. */
    static final String OFFICE_ZIP = "application/x-tika-ooxml";

    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";
    private static final int HEADER = 30;
    private static final int NAME_LENGTH = 26;

    private ZipContent() {}

    /** The MIME type of a ZIP file that begins with these bytes. */
    static String mimeType(byte[] head) {
        for (int at = 0; at + HEADER < head.length; at++) {
            if (head[at] == 'P' && head[at + 1] == 'K' && head[at + 2] == 3 && head[at + 3] == 4) {
                String type = ofEntry(name(head, at));
                if (!type.equals(ZIP)) {
                    return type;
                }
            }
        }
        return ZIP;
    }

    private static String name(byte[] head, int header) {
        int length = head[header + NAME_LENGTH] & 0xff;
        int there = Math.min(length, head.length - header - HEADER);
        return new String(head, header + HEADER, there, StandardCharsets.ISO_8859_1);
    }

    private static String ofEntry(String name) {
        if (name.startsWith("word/")) {
            return OFFICE + "wordprocessingml.document";
        }
        if (name.startsWith("xl/")) {
            return OFFICE + "spreadsheetml.sheet";
        }
        return name.startsWith("ppt/") ? OFFICE + "presentationml.presentation" : ZIP;
    }
}
