package io.releasemedia.link;

import io.releasemedia.net.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The content of {@code providers.yaml}.
 *
 * @param providers the first one that owns a URL is asked
 * @param general what answers of any host mean, after the provider's own rows
 */
record Providers(List<Provider> providers, List<Rule> general) {

    private static final Set<String> PROVIDER_KEYS =
            Set.of("name", "links", "perSecond", "api", "apiAnswers", "download", "answers");
    private static final Set<String> RULE_KEYS = Set.of(
            "status",
            "lands",
            "title",
            "text",
            "raw",
            "header",
            "code",
            "notMedia",
            "confirm",
            "retryAfter",
            "verdict",
            "reason");

    /** The rows that the product comes with. */
    static Providers load() {
        try (InputStream in = Objects.requireNonNull(Providers.class.getResourceAsStream("providers.yaml"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads rows.
     *
     * @throws IllegalArgumentException a row is wrong; the message names it
     */
    static Providers parse(String yaml) {
        Map<?, ?> root = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), "the file");
        List<Provider> providers = list(root, "providers").stream()
                .map(row -> provider(map(row, "a provider")))
                .toList();
        return new Providers(providers, rules(root, "general"));
    }

    Optional<Provider> of(WebUrl url) {
        for (Provider provider : providers) {
            if (provider.owns(url)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    private static Provider provider(Map<?, ?> row) {
        check(row, PROVIDER_KEYS);
        Object rate = row.get("perSecond");
        return new Provider(
                text(row, "name"),
                Pattern.compile(text(row, "links")),
                rate instanceof Number number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty(),
                optional(row, "api"),
                rules(row, "apiAnswers"),
                optional(row, "download"),
                rules(row, "answers"));
    }

    private static List<Rule> rules(Map<?, ?> row, String key) {
        return list(row, key).stream().map(rule -> rule(map(rule, key))).toList();
    }

    private static Rule rule(Map<?, ?> row) {
        check(row, RULE_KEYS);
        Set<Integer> status = new HashSet<>();
        list(row, "status").forEach(value -> status.add((Integer) value));
        Set<String> codes = new HashSet<>();
        list(row, "code").forEach(value -> codes.add(String.valueOf(value)));
        return new Rule(
                status,
                optional(row, "lands").map(Pattern::compile),
                optional(row, "title").map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE)),
                lowerCase(row, "text"),
                lowerCase(row, "raw"),
                optional(row, "header").map(Providers::header),
                codes,
                Boolean.TRUE.equals(row.get("notMedia")),
                Boolean.TRUE.equals(row.get("confirm")),
                optional(row, "retryAfter").map(Duration::parse),
                LinkStatus.valueOf(text(row, "verdict").toUpperCase(Locale.ROOT)),
                text(row, "reason"));
    }

    private static List<String> lowerCase(Map<?, ?> row, String key) {
        return list(row, key).stream()
                .map(value -> String.valueOf(value).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Rule.HeaderValue header(String text) {
        String[] parts = text.split(":", 2);
        return new Rule.HeaderValue(parts[0].strip(), Pattern.compile(parts[1].strip(), Pattern.CASE_INSENSITIVE));
    }

    private static void check(Map<?, ?> row, Set<String> known) {
        for (Object key : row.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new IllegalArgumentException("unknown key " + key + " in " + row);
            }
        }
    }

    private static Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + " is no mapping: " + value);
    }

    private static List<?> list(Map<?, ?> row, String key) {
        Object value = row.get(key);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    private static Optional<String> optional(Map<?, ?> row, String key) {
        return Optional.ofNullable(row.get(key)).map(String::valueOf);
    }

    private static String text(Map<?, ?> row, String key) {
        return optional(row, key).orElseThrow(() -> new IllegalArgumentException(key + " is missing in " + row));
    }
}
