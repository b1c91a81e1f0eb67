package io.releasemedia.probe.format.svg;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the size of an SVG image from the start tag of its root element (SVG 1.1 section 7): {@code width} and {@code
 * height} in pixels, else what {@code viewBox} says. The tag is found by its text, no XML is parsed, so that no entity
 * is ever resolved.
 */
public final class SvgReader implements FormatReader {

    /** The root element stands in here, behind comments and a document type. */
    private static final int HEAD = 64 << 10;

    /** Comments and the like before the root element. */
    private static final int MAX_DECLARATIONS = 256;

    private static final Pattern ATTRIBUTE =
            Pattern.compile("[\\s\"'](width|height|viewBox)\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)')");
    private static final Pattern LENGTH =
            Pattern.compile("\\s*+([0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)([eE][-+]?[0-9]{1,3})?+([a-z]*+)\\s*+");
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

    /** Pixels of CSS to a unit. */
    private static final Map<String, Double> UNITS =
            Map.of("", 1.0, "px", 1.0, "in", 96.0, "cm", 96 / 2.54, "mm", 96 / 25.4, "pt", 96 / 72.0, "pc", 16.0);

    @Override
    public String name() {
        return "svg";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        String text = new String(in.peekBytes(HEAD), StandardCharsets.ISO_8859_1);
        int start = root(text);
        if (start < 0) {
            throw MalformedMediaException.at(in, "an svg element expected");
        }
        int end = text.indexOf('>', start);
        Map<String, String> attributes = new HashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(text.substring(start, end < 0 ? text.length() : end));
        while (matcher.find()) {
            attributes.putIfAbsent(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        double width = pixels(attributes.getOrDefault("width", ""));
        double height = pixels(attributes.getOrDefault("height", ""));
        String[] box = SEPARATOR.split(attributes.getOrDefault("viewBox", "").trim(), 5);
        if (box.length == 4) {
            double boxWidth = pixels(box[2]);
            double boxHeight = pixels(box[3]);
            if (boxWidth > 0 && boxHeight > 0) {
                width = width > 0 ? width : height > 0 ? height * boxWidth / boxHeight : boxWidth;
                height = height > 0 ? height : width * boxHeight / boxWidth;
            }
        }
        facts.size(Math.round(width), Math.round(height));
    }

    /** Index of the first element if it is {@code svg}, whatever its prefix; -1 otherwise. */
    private static int root(String text) {
        int at = text.indexOf('<');
        for (int i = 0; i < MAX_DECLARATIONS && at >= 0 && at + 1 < text.length(); i++) {
            char next = text.charAt(at + 1);
            if (next != '?' && next != '!') {
                int end = at + 1;
                while (end < text.length() && isNamePart(text.charAt(end))) {
                    end++;
                }
                String name = text.substring(at + 1, end);
                return name.equals("svg") || name.endsWith(":svg") ? end : -1;
            }
            int end = end(text, at);
            at = end < 0 ? -1 : text.indexOf('<', end);
        }
        return -1;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || ":-_.".indexOf(c) >= 0;
    }

    /** Behind a comment, a processing instruction or a document type with the subset that may be in it. */
    private static int end(String text, int at) {
        if (text.startsWith("<!--", at)) {
            return text.indexOf("-->", at);
        }
        if (text.startsWith("<?", at)) {
            return text.indexOf("?>", at);
        }
        int end = text.indexOf('>', at);
        int subset = text.indexOf('[', at);
        return subset < 0 || subset > end ? end : text.indexOf("]", subset);
    }

    /** A length in pixels; 0 for a part of the window, for a size of the font, and for what is no length. */
    private static double pixels(String length) {
        Matcher matcher = LENGTH.matcher(length);
        if (!matcher.matches()) {
            return 0;
        }
        String number = matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + matcher.group(2);
        return Double.parseDouble(number) * UNITS.getOrDefault(matcher.group(3), 0.0);
    }
}
