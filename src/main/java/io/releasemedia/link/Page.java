package io.releasemedia.link;

import io.releasemedia.net.Refresh;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a body, as far as a judgement needs it.
 *
 * <p>No parser of HTML: what a page says in its title or its first heading is found by patterns whose work is bounded
 * by the length of the text, whatever the text is.
 *
 * @param text as it came
 * @param plain in lower case with character references undone, for searching
 * @param visible the plain text without markup, scripts and styles, in one line
 * @param title of the page, in one line; empty if it has none
 * @param heading the first one, in one line; empty if there is none
 * @param code of a storage service's error, such as {@code NoSuchKey}; empty if there is none
 */
record Page(String text, String plain, String visible, String title, String heading, String code) {

    static final Page EMPTY = new Page("", "", "", "", "", "");

    private static final int SHORT_PAGE = 500;
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    private static final Pattern TITLE = Pattern.compile("<title[^<>]{0,200}>([^<]{0,400})", FLAGS);
    private static final Pattern HEADING = Pattern.compile("<h1[^<>]{0,400}>(.{0,400}?)</h1", FLAGS);
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,400}>");
    private static final Pattern META = Pattern.compile("<meta\\s([^<>]{0,2000})>", FLAGS);
    private static final Pattern IS_REFRESH = Pattern.compile("http-equiv\\s{0,9}=\\s{0,9}[\"']?\\s?refresh", FLAGS);
    private static final Pattern CONTENT =
            Pattern.compile("content\\s{0,9}=\\s{0,9}(?:\"([^\"]{0,1900})\"|'([^']{0,1900})')", FLAGS);
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,80})</Code>");
    private static final Pattern IS_MEDIA_PAGE = Pattern.compile(
            "property\\s{0,9}=\\s{0,9}[\"']og:(?:type[\"'][^<>]{0,40}[\"'](?:music|video)|audio|video)");

    static Page of(String text) {
        String trimmed = text.stripLeading();
        boolean isXml = trimmed.startsWith("<?xml") || trimmed.startsWith("<Error");
        String plain = plain(text).toLowerCase(Locale.ROOT);
        return new Page(
                text,
                plain,
                line(withoutScripts(plain)),
                line(first(TITLE, text)),
                line(first(HEADING, text)),
                isXml || text.startsWith("\ufeff<?xml") ? first(CODE, text) : "");
    }

    /** Whether the page presents a piece of music or a video, whose name may be anything. */
    boolean presentsMedia() {
        return IS_MEDIA_PAGE.matcher(plain).find();
    }

    /** Where the page sends browsers to by itself; what only browsers without scripts would do does not count. */
    Optional<Refresh> refresh() {
        Matcher metas = META.matcher(text);
        while (metas.find()) {
            String attributes = metas.group(1);
            if (IS_REFRESH.matcher(attributes).find() && !isWithoutScripts(metas.start())) {
                Matcher content = CONTENT.matcher(attributes);
                if (content.find()) {
                    String value = content.group(1) == null ? content.group(2) : content.group(1);
                    return Refresh.parse(plain(value));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isWithoutScripts(int position) {
        String before = text.substring(0, position).toLowerCase(Locale.ROOT);
        return before.lastIndexOf("<noscript") > before.lastIndexOf("</noscript");
    }

    /** What people see at the first glance: title, heading, and the whole text of a page that says hardly anything. */
    List<String> headlines() {
        return visible.length() <= SHORT_PAGE ? List.of(title, heading, visible) : List.of(title, heading);
    }

    private static String withoutScripts(String html) {
        String rest = html;
        for (String element : List.of("script", "style", "svg")) {
            StringBuilder kept = new StringBuilder(rest.length());
            int position = 0;
            for (int start = rest.indexOf("<" + element); start >= 0; start = rest.indexOf("<" + element, position)) {
                kept.append(rest, position, start);
                int end = rest.indexOf("</" + element, start);
                position = end < 0 ? rest.length() : end;
            }
            rest = kept.append(rest, position, rest.length()).toString();
        }
        return rest;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static String line(String html) {
        return plain(TAG.matcher(html).replaceAll(" ")).replaceAll("\\s+", " ").strip();
    }

    private static String plain(String html) {
        return html.replace("&#39;", "'")
                .replace("&#x27;", "'")
                .replace("&#039;", "'")
                .replace("&apos;", "'")
                .replace("&rsquo;", "'")
                .replace("&#8217;", "'")
                .replace('\u2019', '\'')
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace('\u00a0', ' ')
                .replace("&#8211;", "-")
                .replace("&ndash;", "-")
                .replace("&amp;", "&");
    }
}
