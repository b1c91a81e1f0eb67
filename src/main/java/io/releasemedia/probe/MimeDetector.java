package io.releasemedia.probe;

import io.releasemedia.probe.format.tag.Id3v2;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * Detects the MIME type of a file by its content, never by its name: first by the signatures of the formats that have a
 * reader, then by Tika's registry. It looks at the first 8 KiB, behind ID3v2 tags if there are any, and at the first
 * 64 KiB only where these tell nothing.
 */
final class MimeDetector {

    /** The type of content that nothing recognises. */
    static final String UNKNOWN = "application/octet-stream";

    private static final String TEXT = "text/plain";
    private static final String MPEG_AUDIO = "audio/mpeg";

    static final int HEAD = 8 << 10;
    private static final int JUNK = 64 << 10;
    private static final int PADDING = 4 << 10;
    private static final int MAX_APE_TAG = 16 << 20;

    private MimeDetector() {}

    /**
     * Detects the type; the window's position does not matter and is moved.
     *
     * @throws IOException the bytes cannot be had
     */
    static Detection detect(ByteWindow in) throws IOException {
        in.seek(0);
        Optional<String> signature = signature(in);
        if (signature.isPresent()) {
            return new Detection(signature.get(), 0, false);
        }
        if (skipLeadingTags(in)) {
            long start = in.position();
            // Whoever tags a file with ID3v2 holds it for MPEG audio, so that is what it is until another name is
            // found.
            return new Detection(signature(in).orElse(MPEG_AUDIO), start, false);
        }
        byte[] head = in.seek(0).peekBytes(HEAD);
        if (!Signatures.isArchiveOrMarkup(head)) {
            Optional<String> stream = FrameSync.within(head, head.length < HEAD);
            if (stream.isPresent()) {
                return new Detection(stream.get(), 0, false);
            }
        }
        String type = MimeRegistry.detect(head);
        if (type.equals(ZipContent.ZIP) || type.equals(ZipContent.OFFICE_ZIP)) {
            return new Detection(ZipContent.mimeType(head), 0, true);
        }
        if (type.equals(UNKNOWN) || type.equals(TEXT)) {
            byte[] more = in.peekBytes(JUNK);
            Optional<String> stream = FrameSync.within(more, more.length < JUNK);
            if (stream.isPresent()) {
                return new Detection(stream.get(), 0, false);
            }
        }
        return new Detection(type, 0, true);
    }

    private static Optional<String> signature(ByteWindow in) throws IOException {
        Optional<String> found = Signatures.find(in.peekBytes(Signatures.LENGTH));
        if (found.isPresent()) {
            return found;
        }
        byte[] head = in.peekBytes(HEAD);
        return FrameSync.atStart(head, head.length < HEAD);
    }

    /** Steps over ID3v2 tags with the zeros that some writers leave behind them, and over a leading APE tag. */
    private static boolean skipLeadingTags(ByteWindow in) throws IOException {
        if (in.peek("APETAGEX") && in.has(16)) {
            // Bytes 12 to 15: size without the header of 32 bytes.
            byte[] header = in.peekBytes(16);
            int size = header[12] & 0xff | (header[13] & 0xff) << 8 | (header[14] & 0xff) << 16 | header[15] << 24;
            if (size < 0 || size > MAX_APE_TAG) {
                return false;
            }
            in.skip(32L + size);
            Id3v2.skip(in);
            return true;
        }
        if (!Id3v2.skip(in)) {
            return false;
        }
        byte[] padding = in.peekBytes(PADDING);
        int zeros = 0;
        while (zeros < padding.length && padding[zeros] == 0) {
            zeros++;
        }
        // A box of the ISO family begins with zeros of its own.
        if (zeros > 8) {
            in.skip(zeros);
        }
        return true;
    }
}
