package io.releasemedia.source;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The header {@code Content-Range} with the unit {@code bytes} (RFC 9110, section 14.4).
 *
 * @param first first byte that is in the body, -1 in an answer that satisfies no range
 * @param last last byte that is in the body, -1 in an answer that satisfies no range
 * @param total size of the whole, -1 if the server does not know it
 */
record ContentRange(long first, long last, long total) {

    /** Reads {@code bytes 0-99/1234}, with {@code *} for either side of the slash. */
    static Optional<ContentRange> parse(String header) {
        String text = header.strip().toLowerCase(Locale.ROOT);
        int slash = text.indexOf('/');
        if (!text.startsWith("bytes") || slash < 0) {
            return Optional.empty();
        }
        // Some servers write "bytes=" as in a request.
        String range = text.substring(5, slash).replace('=', ' ').strip();
        String size = text.substring(slash + 1).strip();
        long total = size.equals("*") ? -1 : number(size);
        int dash = range.indexOf('-');
        if (range.equals("*")) {
            return total < 0 ? Optional.empty() : Optional.of(new ContentRange(-1, -1, total));
        }
        long first = dash < 0 ? -1 : number(range.substring(0, dash));
        long last = dash < 0 ? -1 : number(range.substring(dash + 1));
        boolean valid = first >= 0 && last >= first && (size.equals("*") || total > last);
        return valid ? Optional.of(new ContentRange(first, last, total)) : Optional.empty();
    }

    OptionalLong size() {
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private static long number(String digits) {
        String plain = digits.strip();
        if (plain.isEmpty() || plain.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
