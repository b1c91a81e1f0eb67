package io.releasemedia.api;

import io.releasemedia.catalog.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;

/**
 * One body as the client wants it: plain or compressed, or only the word that the client's copy is still good (RFC
 * 9110, sections 8.8.3 and 13.1.2). The plain and the compressed bytes have entity tags of their own, because a strong tag
 * stands for the bytes; a tag of either form proves that the client has the content.
 */
final class Representation {

    /** Below this, compression gains less than it costs. */
    private static final int COMPRESSED_FROM_BYTES = 1024;

    private static final int TAG_BYTES = 16;
    private static final String COMPRESSED_TAG = "-gzip";

    private static final int MOST_ENCODINGS = 32;
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\"|\\*)");
    private static final Pattern NO_WEIGHT = Pattern.compile("\\s*q\\s*=\\s*0(\\.0*)?\\s*");

    private final byte[] body;
    private final String tag;

    private Representation(byte[] body, String tag) {
        this.body = body;
        this.tag = tag;
    }

    /** Of a body that will not be changed any more. */
    static Representation of(byte[] body) {
        byte[] digest = Sha256.start().digest(body);
        return new Representation(
                body, Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES)));
    }

    /** Answers a request. */
    void write(HttpServletRequest request, HttpServletResponse response, String type, String kept) throws IOException {
        boolean compressed =
                body.length >= COMPRESSED_FROM_BYTES && takesGzip(request.getHeaders(HttpHeaders.ACCEPT_ENCODING));
        String plainTag = '"' + tag + '"';
        String compressedTag = '"' + tag + COMPRESSED_TAG + '"';
        response.setHeader(HttpHeaders.ETAG, compressed ? compressedTag : plainTag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, kept);
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (isKnown(request.getHeaders(HttpHeaders.IF_NONE_MATCH), plainTag, compressedTag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] bytes = compressed ? compress(body) : body;
        if (compressed) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.setContentType(type);
        response.setHeader(ErrorAnswer.NO_SNIFFING, "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Whether {@code If-None-Match} (RFC 9110, section 13.1.2) names one of the tags, weak or strong, or any. */
    private static boolean isKnown(Enumeration<String> lines, String plainTag, String compressedTag) {
        while (lines.hasMoreElements()) {
            Matcher tags = TAG.matcher(lines.nextElement());
            while (tags.find()) {
                String given = tags.group(1);
                if (given.equals("*") || given.equals(plainTag) || given.equals(compressedTag)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether {@code Accept-Encoding} (RFC 9110, section 12.5.3) names gzip, or everything, with a weight above 0. */
    private static boolean takesGzip(Enumeration<String> lines) {
        boolean anything = false;
        while (lines.hasMoreElements()) {
            for (String element : lines.nextElement().split(",", MOST_ENCODINGS)) {
                String[] parts = element.toLowerCase(Locale.ROOT).split(";", 2);
                String coding = parts[0].strip();
                boolean refused =
                        parts.length == 2 && NO_WEIGHT.matcher(parts[1]).matches();
                if (coding.equals("gzip") || coding.equals("x-gzip")) {
                    return !refused;
                }
                anything |= coding.equals("*") && !refused;
            }
        }
        return anything;
    }

    private static byte[] compress(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }
}
