package io.releasemedia.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * An absolute {@code http} or {@code https} URL in the form in which it is requested.
 *
 * <p>Reading follows the WHATWG URL standard, as browsers do: what people paste works, and a text means the same host
 * here as there. User-info and fragment are dropped. The text form {@link #toString()} has no query, for logs and
 * messages; {@link #text()} is the whole URL.
 *
 * @param scheme {@code http} or {@code https}
 * @param host IPv4 address, IPv6 address without brackets, or a name in lower case
 * @param port 1 to 65535
 * @param target path and query, percent-encoded
 */
public record WebUrl(String scheme, String host, int port, String target) {

    /**
     * Reads a URL.
     *
     * @throws InvalidUrlException it is no absolute http or https URL
     */
    public static WebUrl parse(String text) throws InvalidUrlException {
        String clean = clean(text);
        int colon = schemeEnd(clean);
        if (colon < 0) {
            throw new InvalidUrlException("not a URL: a scheme such as https: is missing");
        }
        String scheme = clean.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidUrlException("scheme " + scheme + ": only http and https are supported");
        }
        int start = colon + 1;
        while (start < clean.length() && isSlash(clean.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < clean.length() && !isSlash(clean.charAt(end)) && "?#".indexOf(clean.charAt(end)) < 0) {
            end++;
        }
        String authority = clean.substring(start, end);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int portColon = authority.indexOf(':', authority.startsWith("[") ? Math.max(0, authority.indexOf(']')) : 0);
        String host = portColon < 0 ? authority : authority.substring(0, portColon);
        String port = portColon < 0 ? "" : authority.substring(portColon + 1);
        return new WebUrl(scheme, CanonicalHost.of(host), port(scheme, port), target(clean.substring(end)));
    }

    /**
     * The URL that a reference found at this one, such as a redirect's {@code Location}, points to.
     *
     * @throws InvalidUrlException it is none that could be requested
     */
    public WebUrl resolve(String reference) throws InvalidUrlException {
        String clean = clean(reference);
        if (schemeEnd(clean) >= 0) {
            return parse(clean);
        }
        if (clean.length() > 1 && isSlash(clean.charAt(0)) && isSlash(clean.charAt(1))) {
            return parse(scheme + ":" + clean);
        }
        String path = path();
        String next;
        if (clean.isEmpty() || clean.startsWith("#")) {
            next = target;
        } else if (clean.startsWith("?")) {
            next = path + clean;
        } else if (isSlash(clean.charAt(0))) {
            next = clean;
        } else {
            next = path.substring(0, path.lastIndexOf('/') + 1) + clean;
        }
        return new WebUrl(scheme, host, port, target(next));
    }

    /** Whether a text that is a URL names a user, and perhaps a password, before its host. */
    public static boolean namesUser(String text) {
        String clean = clean(text);
        int start = schemeEnd(clean) + 1;
        while (start < clean.length() && isSlash(clean.charAt(start))) {
            start++;
        }
        for (int i = start; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c == '@') {
                return true;
            } else if (isSlash(c) || c == '?' || c == '#') {
                return false;
            }
        }
        return false;
    }

    /** The path without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Whether it is encrypted. */
    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** Whether the port is the scheme's own, which is left out of texts and of the {@code Host} header. */
    public boolean hasDefaultPort() {
        return port == defaultPort(scheme);
    }

    /** Host, with brackets around an IPv6 address, and the port where it is not the scheme's own. */
    public String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return hasDefaultPort() ? name : name + ":" + port;
    }

    /** The whole URL, query included: for requests, not for messages. */
    public String text() {
        return scheme + "://" + authority() + target;
    }

    /** The URL without its query, which may hold a signature. */
    @Override
    public String toString() {
        return scheme + "://" + authority() + path();
    }

    /** A text that may be a URL, or may be broken, without anything that could be a secret: query, fragment, user-info. */
    public static String redacted(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
            end++;
        }
        String bare = text.substring(0, end);
        int slashes = bare.indexOf("//");
        if (slashes >= 0) {
            int pathStart = bare.indexOf('/', slashes + 2);
            int at = bare.lastIndexOf('@', pathStart < 0 ? bare.length() : pathStart);
            if (at > slashes) {
                bare = bare.substring(0, slashes + 2) + bare.substring(at + 1);
            }
        }
        StringBuilder shown = new StringBuilder(bare.length());
        bare.codePoints().map(c -> Character.isISOControl(c) ? '\ufffd' : c).forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static int port(String scheme, String digits) throws InvalidUrlException {
        if (digits.isEmpty()) {
            return defaultPort(scheme);
        }
        int port = 0;
        for (int i = 0; i < digits.length() && port <= 0xffff; i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw new InvalidUrlException("the port is not a number");
            }
            port = port * 10 + c - '0';
        }
        if (port < 1 || port > 0xffff) {
            throw new InvalidUrlException("the port is not between 1 and 65535");
        }
        return port;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '\t' && c != '\n' && c != '\r') {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** Where the colon after a scheme is; -1 if the text has none. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || ((c < '0' || c > '9') && c != '+' && c != '-' && c != '.'))) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    /** Path and query with what HTTP does not allow percent-encoded, dot segments removed and the fragment cut. */
    private static String target(String raw) {
        int fragment = raw.indexOf('#');
        String rest = fragment < 0 ? raw : raw.substring(0, fragment);
        int query = rest.indexOf('?');
        String path = query < 0 ? rest : rest.substring(0, query);
        return withoutDots(encoded(path.replace('\\', '/'))) + (query < 0 ? "" : encoded(rest.substring(query)));
    }

    private static String withoutDots(String path) {
        if (!path.contains("/.") && !path.toLowerCase(Locale.ROOT).contains("/%2e")) {
            return path.isEmpty() ? "/" : path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String plain = segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
            boolean up = plain.equals("..");
            if (up) {
                kept.pollLast();
            } else if (!plain.equals(".")) {
                kept.addLast(segments[i]);
            }
            if (i == segments.length - 1 && (up || plain.equals("."))) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String encoded(String raw) {
        StringBuilder text = new StringBuilder(raw.length() + 16);
        for (byte b : raw.getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == 0x7f || "\"<>`{}|^".indexOf(b) >= 0) {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            } else {
                text.append((char) b);
            }
        }
        return text.toString();
    }
}
