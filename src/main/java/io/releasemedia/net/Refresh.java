package io.releasemedia.net;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Refresh}, or the same in a page's {@code meta} element: a redirect by another name.
 *
 * <p>After the HTML standard, "Refresh state". Where it leads to is judged like any other redirect.
 *
 * @param seconds after which a browser goes there
 * @param target where to, unresolved; never empty
 */
public record Refresh(int seconds, String target) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(\\d{1,6})(?:\\.[\\d.]*)?\\s*[;,\\s]\\s*(?:url\\s*=\\s*)?+(\\S.*)", Pattern.DOTALL);

    /** Reads the header's value; empty if it only reloads the page or is none. */
    public static Optional<Refresh> parse(String value) {
        String bounded = value.length() > 8192 ? value.substring(0, 8192) : value;
        int url = bounded.toLowerCase(Locale.ROOT).indexOf("url");
        String text = url < 0 ? bounded : bounded.substring(0, url) + "url" + bounded.substring(url + 3);
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String target = unquoted(parts.group(2).strip());
        return target.isEmpty() ? Optional.empty() : Optional.of(new Refresh(Integer.parseInt(parts.group(1)), target));
    }

    private static String unquoted(String text) {
        char first = text.charAt(0);
        if (first != '"' && first != '\'') {
            return text;
        }
        int end = text.indexOf(first, 1);
        return (end < 0 ? text.substring(1) : text.substring(1, end)).strip();
    }
}
