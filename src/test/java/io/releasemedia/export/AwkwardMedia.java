package io.releasemedia.export;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Releases with the strings and numbers on which exports break; the same seed gives the same. */
final class AwkwardMedia {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> TEXTS = List.of(
            "plain.mp3",
            "say \"hi\", she said",
            "two\nlines",
            "carriage\r\nreturn\rhere",
            "tab\there",
            "semi;colon|pipe",
            "back\\slash \\n \\u0041",
            " leading and trailing ",
            "=1+1",
            "+49",
            "-rf",
            "@name",
            "'quoted'",
            "emoji \uD83C\uDFB5\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            "\u05E9\u05DC\u05D5\u05DD \u202Eevil\u202C",
            "\u0645\u0631\u062D\u0628\u0627",
            "e\u0301 and \u00E9",
            "\uFEFFbyte order mark",
            "\u0001\u001F control",
            "\u2028 line separator",
            "\uFFFF\uFFFE",
            "null",
            "NaN",
            "{\"a\":1}",
            "#comment",
            "../../etc/passwd");

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "213.50",
            "213.5",
            "0.1",
            "1e308",
            "1e-300",
            "1.7976931348623157e308",
            "1e400",
            "12345678901234567890123456789012345678901234567890",
            "9223372036854775807",
            "9223372036854775808",
            "0.1000000000000000055511151231257827",
            "123456.789000");

    private static final List<MediaType> TYPES = List.of(MediaType.values());

    private final Random random;

    AwkwardMedia(long seed) {
        this.random = new Random(seed);
    }

    List<Release> releases(int count, String... tenants) {
        List<Release> releases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Media> media = new ArrayList<>();
            int size = random.nextInt(7);
            for (int n = 0; n < size; n++) {
                media.add(media(i + "/" + n + " " + text()));
            }
            releases.add(new Release(
                    new ReleaseId(new UUID(random.nextLong(), random.nextLong())),
                    tenants[random.nextInt(tenants.length)],
                    random.nextBoolean() ? Optional.empty() : Optional.of(text()),
                    random.nextBoolean() ? Optional.empty() : Optional.of("approved"),
                    media));
        }
        return releases;
    }

    /** A name of a megabyte. */
    Media large(String cloudId) {
        return new Media(
                Optional.empty(),
                cloudId,
                "https://storage.example/large",
                MediaType.DOCUMENT,
                "\uD83C\uDFB5\"".repeat(1 << 18),
                false,
                Optional.empty(),
                MediaMetadata.parse("{}"));
    }

    private Media media(String cloudId) {
        return new Media(
                random.nextBoolean() ? Optional.empty() : Optional.of(new UUID(random.nextLong(), random.nextLong())),
                cloudId,
                "https://storage.example/" + text(),
                TYPES.get(random.nextInt(TYPES.size())),
                random.nextInt(10) == 0 ? "" : text(),
                random.nextBoolean(),
                switch (random.nextInt(3)) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of("");
                    default -> Optional.of(text());
                },
                MediaMetadata.parse(metadata()));
    }

    private String metadata() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : MediaMetadata.CONTRACT_KEYS) {
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> values.put(key, value());
                default -> values.put(key, fitting(key));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(text(), value());
        }
        return values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String fitting(String key) {
        return switch (key) {
            case "duration", "fileSize" -> number();
            case "linkValidated" -> Boolean.toString(random.nextBoolean());
            case "processedAt" ->
                random.nextBoolean() ? "\"2026-01-31T23:59:59Z\"" : "\"2026-01-31T23:59:59.123456789+02:00\"";
            default -> quoted(random.nextInt(5) == 0 ? "" : text());
        };
    }

    private String value() {
        return switch (random.nextInt(6)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> number();
            case 3 -> "[" + number() + "," + quoted(text()) + ",{}]";
            case 4 -> "{" + quoted(text()) + ":{\"b\":" + number() + ",\"a\":[]}}";
            default -> quoted(text());
        };
    }

    private String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static String quoted(String text) {
        return new String(JSON.writeValueAsBytes(text), StandardCharsets.UTF_8);
    }
}
