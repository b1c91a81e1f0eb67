package io.releasemedia.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Retry-After} and {@code Refresh}. */
class HeaderValuesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                " 120 | 120",
                "99999999999999999999 | 86400",
                "604800 | 86400",
                "Thu, 01 Jan 2026 00:00:30 GMT | 30",
                "Wed, 31 Dec 2025 00:00:30 GMT | 0",
                "Thu, 01 Jan 2099 00:00:30 GMT | 86400",
                "Thursday, 01-Jan-26 00:01:00 GMT | 60",
                "Thu Jan  1 00:02:00 2026 | 120",
                "Sat Jan 31 00:00:00 2026 | 86400",
            })
    void readsPauses(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-5", "1.5", "soon", "2026-01-01", "１２０", "Thu Jan", "1e9", "120 s"})
    void ignoresWhatIsNoPause(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0; url=/a | 0 | /a",
                "5;URL='https://h/a?b=c;d' | 5 | https://h/a?b=c;d",
                "3,url=\"/a b\" | 3 | /a b",
                "1.5; uRl = /a | 1 | /a",
                "0;/a | 0 | /a",
                "0 url=/a | 0 | /a",
                "0; url='/a | 0 | /a",
            })
    void readsRefreshes(String value, int seconds, String target) {
        assertThat(Refresh.parse(value)).contains(new Refresh(seconds, target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5;", "x; url=/a", "-1; url=/a", "5; url=", "99999999999; url=/a", "5; url=''"})
    void ignoresWhatLeadsNowhere(String value) {
        assertThat(Refresh.parse(value)).isEmpty();
    }
}
