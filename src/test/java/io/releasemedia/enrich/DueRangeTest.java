package io.releasemedia.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How links are divided among workers. */
class DueRangeTest {

    private static final int SLICES = 64;

    private static List<Integer> slices(String url) {
        return IntStream.range(0, SLICES)
                .filter(slice -> new DueRange(true, Urgency.FRESH, 0, Long.MAX_VALUE, slice, SLICES).owns(url))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "https://we.tl/t-abc, https://company.wetransfer.com/downloads/1/2",
        "http://127.0.0.1/a, http://0x7f.1/b",
        "http://127.0.0.1/a, http://2130706433/",
        "https://Example.COM/a, 'https:\\\\example.com\\b'",
        "https://bücher.example/, https://xn--bcher-kva.example/x",
        "no url, nor this"
    })
    void linksWithOneLimitAreInOneSlice(String one, String other) {
        assertThat(slices(one)).hasSize(1).isEqualTo(slices(other));
    }

    @Test
    void hostsAreSpread() {
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(host ->
                                slices("https://host" + host + ".example/").get(0))
                        .distinct())
                .hasSize(SLICES);
    }
}
