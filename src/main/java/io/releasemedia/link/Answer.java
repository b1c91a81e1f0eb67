package io.releasemedia.link;

import io.releasemedia.net.ContentEncoding;
import io.releasemedia.net.Refresh;
import io.releasemedia.net.RetryAfter;
import io.releasemedia.net.WebResponse;
import io.releasemedia.net.WebUrl;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A server's answer to an {@link Ask}, read as far as needed.
 *
 * @param header a header by its name
 * @param length of the whole file, by {@code Content-Range} or {@code Content-Length}
 * @param page the body's beginning, empty where it is a file
 * @param isEmpty whether the body is known to hold nothing
 */
record Answer(
        Ask ask,
        WebUrl url,
        int status,
        Function<String, Optional<String>> header,
        OptionalLong length,
        Page page,
        boolean isEmpty) {

    /** After decompression. */
    private static final int MAX_BODY = 64 << 10;

    /** Seconds that a browser waits before a page sends it on; pages that wait longer are to be read. */
    private static final int LONGEST_REFRESH = 10;

    static Answer read(Ask ask, WebResponse response) throws IOException {
        boolean isHead = ask.part() == Ask.Part.HEAD;
        OptionalLong length = length(response);
        String type = type(response.header("Content-Type"));
        // A page in an encoding that nobody asked for is a page all the same.
        boolean wanted = !isHead
                && (response.status() >= 400 || mayBePage(type))
                && ContentEncoding.isKnown(response.header("Content-Encoding").orElse(""));
        Page page = Page.EMPTY;
        boolean isEmpty = !isHead && length.orElse(-1) == 0;
        if (wanted) {
            byte[] body = body(response);
            page = Page.of(new String(body, charset(response.header("Content-Type"), body)));
            isEmpty |= body.length == 0;
        }
        return new Answer(ask, response.url(), response.status(), response::header, length, page, isEmpty);
    }

    /** Where the answer sends on to, unresolved: by a redirect, or as a page does it after a moment. */
    Optional<String> redirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> header.apply("Location").filter(location -> !location.isEmpty());
            default -> isSuccess() ? refresh().map(Refresh::target) : Optional.empty();
        };
    }

    private Optional<Refresh> refresh() {
        return header.apply("Refresh")
                .flatMap(Refresh::parse)
                .or(() -> isPage() ? page.refresh() : Optional.empty())
                .filter(refresh -> refresh.seconds() <= LONGEST_REFRESH);
    }

    /** The pause that the host asks for. */
    Optional<Duration> pause() {
        return header.apply("Retry-After").flatMap(value -> RetryAfter.parse(value, Instant.now()));
    }

    /** The type without parameters, in lower case; empty if none is given. */
    String type() {
        return type(header.apply("Content-Type"));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether it is something to look at, not to download. */
    boolean isPage() {
        String type = type();
        if (header.apply("Content-Disposition")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("attachment"))
                .isPresent()) {
            return false;
        }
        if (type.isEmpty()) {
            String start = page.plain().stripLeading();
            return start.startsWith("<!doctype html") || start.startsWith("<html");
        }
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    private static boolean mayBePage(String type) {
        return type.isEmpty()
                || type.startsWith("text/")
                || type.endsWith("xml")
                || type.endsWith("json")
                || type.equals("application/x-amz-json-1.0");
    }

    private static String type(Optional<String> header) {
        String value = header.orElse("");
        int end = value.indexOf(';');
        String type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.length() <= 100 && type.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+") ? type : "";
    }

    private static OptionalLong length(WebResponse response) {
        if (response.status() == 206) {
            String range = response.header("Content-Range").orElse("");
            String total = range.substring(range.lastIndexOf('/') + 1).strip();
            return total.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(total)) : OptionalLong.empty();
        }
        boolean encoded =
                !ContentEncoding.isIdentity(response.header("Content-Encoding").orElse(""));
        return encoded ? OptionalLong.empty() : declaredLength(response);
    }

    /** An answer to {@code HEAD} has no body, so its length is the header's. */
    private static OptionalLong declaredLength(WebResponse response) {
        String text = response.header("Content-Length").orElse("");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : response.contentLength();
    }

    private static byte[] body(WebResponse response) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        InputStream limited = new LimitedBody(response.body(), 4 * MAX_BODY);
        try {
            InputStream in =
                    ContentEncoding.decode(response.header("Content-Encoding").orElse(""), limited);
            byte[] buffer = new byte[8192];
            int room = MAX_BODY;
            while (room > 0) {
                int count = in.read(buffer, 0, Math.min(room, buffer.length));
                if (count < 0) {
                    break;
                }
                body.write(buffer, 0, count);
                room -= count;
            }
        } catch (EOFException e) {
            // An empty body, or the end of what is read of a compressed one.
            return body.toByteArray();
        }
        return body.toByteArray();
    }

    private static Charset charset(Optional<String> contentType, byte[] body) {
        if (body.length > 1 && ((body[0] & 0xff) == 0xff || (body[0] & 0xff) == 0xfe)) {
            return StandardCharsets.UTF_16;
        }
        String header = contentType.orElse("").toLowerCase(Locale.ROOT);
        int start = header.indexOf("charset=");
        if (start >= 0) {
            String name = header.substring(start + 8).split("[;,\\s]", 2)[0].replace("\"", "");
            try {
                return Charset.forName(name);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return StandardCharsets.UTF_8;
            }
        }
        return StandardCharsets.UTF_8;
    }
}
