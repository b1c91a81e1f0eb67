package io.releasemedia.job;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 30s}, {@code 15m}, {@code 2h}, {@code 7d}. */
public final class Durations {

    /** What messages say that a duration looks like. */
    public static final String EXPECTED = "a duration such as 30s, 15m, 2h or 7d";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([smhd])");

    private Durations() {}

    /** Reads one; empty if the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }
}
