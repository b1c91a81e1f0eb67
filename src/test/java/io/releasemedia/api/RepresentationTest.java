package io.releasemedia.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RepresentationTest {

    private static final int LONG = 5000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                     | false",
                "''                    | false",
                "gzip                  | true",
                "GZIP                  | true",
                "x-gzip                | true",
                "br, gzip;q=0.5        | true",
                "gzip;q=0              | false",
                "gzip; q=0.000         | false",
                "gzip;q=0, *           | false",
                "*                     | true",
                "*;q=0                 | false",
                "identity              | false",
                "deflate, br           | false",
                "gzipped               | false",
                ",,;q=1,               | false"
            })
    void compressesForWhoAccepts(String accepted, boolean compressed) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (accepted != null) {
            request.addHeader("Accept-Encoding", accepted);
        }

        MockHttpServletResponse answer = answer("x".repeat(LONG), request);

        assertThat("gzip".equals(answer.getHeader("Content-Encoding"))).isEqualTo(compressed);
        assertThat(answer.getContentAsByteArray().length < LONG).isEqualTo(compressed);
    }

    @ParameterizedTest
    @CsvSource({"100, false", "1023, false", "1024, true"})
    void leavesShortBodiesAlone(int length, boolean compressed) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Accept-Encoding", "gzip");

        assertThat(answer("x".repeat(length), request).containsHeader("Content-Encoding"))
                .isEqualTo(compressed);
    }

    @ParameterizedTest
    @CsvSource({"gzip, identity", "identity, gzip"})
    void aTagOfTheOtherFormIsGoodToo(String before, String now) throws IOException {
        MockHttpServletRequest first = new MockHttpServletRequest();
        first.addHeader("Accept-Encoding", before);
        String tag = answer("x".repeat(LONG), first).getHeader("ETag");
        MockHttpServletRequest second = new MockHttpServletRequest();
        second.addHeader("Accept-Encoding", now);
        second.addHeader("If-None-Match", tag);

        assertThat(answer("x".repeat(LONG), second).getStatus()).isEqualTo(304);
        assertThat(answer("y".repeat(LONG), second).getStatus()).isEqualTo(200);
    }

    private static MockHttpServletResponse answer(String body, MockHttpServletRequest request) throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        Representation.of(body.getBytes(StandardCharsets.UTF_8))
                .write(request, response, "application/json", "private");
        return response;
    }
}
