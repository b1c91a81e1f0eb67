package io.releasemedia.link;

import io.releasemedia.net.WebUrl;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Until when the signature in a storage URL holds, by its query alone: S3 and Google Cloud Storage version 4 ({@code
 * X-Amz-Date} or {@code X-Goog-Date} with {@code …-Expires} seconds), version 2 and CloudFront ({@code Expires} in
 * seconds since 1970), Azure shared access signatures ({@code se}).
 */
final class SignedUrl {

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final int MAX_QUERY = 8192;

    private SignedUrl() {}

    /** The end of the signature; empty if the URL has none, or one of another kind. */
    static Optional<Instant> end(WebUrl url) {
        Map<String, String> query = query(url.target());
        try {
            for (String kind : new String[] {"x-amz-", "x-goog-"}) {
                String date = query.get(kind + "date");
                String seconds = query.get(kind + "expires");
                if (date != null && seconds != null) {
                    return Optional.of(LocalDateTime.parse(date, BASIC)
                            .toInstant(ZoneOffset.UTC)
                            .plusSeconds(Integer.parseInt(seconds)));
                }
            }
            if (query.containsKey("expires") && (query.containsKey("signature") || query.containsKey("policy"))) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(query.getOrDefault("expires", ""))));
            }
            if (query.containsKey("se") && query.containsKey("sig")) {
                return Optional.of(OffsetDateTime.parse(
                                query.getOrDefault("se", "").replace("%3A", ":").replace("%3a", ":"))
                        .toInstant());
            }
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Map<String, String> query(String target) {
        Map<String, String> values = new HashMap<>();
        int start = target.indexOf('?');
        if (start >= 0 && target.length() - start <= MAX_QUERY) {
            for (String pair : target.substring(start + 1).split("&", 64)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(pair.substring(0, equals).toLowerCase(Locale.ROOT), pair.substring(equals + 1));
                }
            }
        }
        return values;
    }
}
