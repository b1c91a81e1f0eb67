package io.releasemedia.source;

import static io.releasemedia.net.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.net.RawServer;
import io.releasemedia.net.RawServer.Request;
import io.releasemedia.net.WebClientSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpFileTest {

    private static final byte[] FILE = new byte[100_000];
    private static final String ETAG = "ETag: \"1\"\r\n";

    static {
        for (int i = 0; i < FILE.length; i++) {
            FILE[i] = (byte) ((i * 31) >> 3);
        }
    }

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Budget budget = new Budget(1 << 20, 20, Duration.ofSeconds(10));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void readsRanges() throws Exception {
        RawServer server = server(HttpFileTest::ranges);
        ByteSource file = open(server, "/a.mp3?token=secret");
        assertThat(file.length()).isEmpty();
        assertRead(file, 0, 1000);
        assertThat(file.length()).hasValue(FILE.length);
        assertRead(file, 99_000, 5000);
        assertThat(file.read(FILE.length, 10).remaining()).isZero();
        assertThat(file.cost()).isEqualTo(new Cost(2000, 2));
        assertThat(file.name()).isEqualTo(server.url("/a.mp3"));
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.requests()).allSatisfy(request -> {
            assertThat(request.head()).startsWith("GET /a.mp3?token=secret ");
            assertThat(request.header("Accept-Encoding")).contains("identity");
        });
        assertThat(server.requests().get(0).header("If-Range")).isEmpty();
        assertThat(server.requests().get(1).header("If-Range")).contains("\"1\"");
        assertThat(server.requests().get(1).header("Range")).contains("bytes=99000-99999");
    }

    @Test
    void learnsTheLengthBehindTheEnd() throws Exception {
        ByteSource file = open(server(HttpFileTest::ranges), "/");
        assertThat(file.read(FILE.length + 5L, 10).remaining()).isZero();
        assertThat(file.length()).hasValue(FILE.length);
        assertRead(file, 10, 10);
        assertThat(file.read(Long.MAX_VALUE - 1, 10).remaining()).isZero();
        assertThat(open(server(HttpFileTest::ranges), "/")
                        .read(Long.MAX_VALUE - 1, 10)
                        .remaining())
                .isZero();
    }

    @Test
    void readsAnEmptyFile() throws Exception {
        for (String answer : List.of(
                "HTTP/1.1 416 No\r\nContent-Range: bytes */0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            ByteSource file = open(server((request, out) -> send(out, answer)), "/");
            assertThat(file.read(0, 10).remaining()).isZero();
            assertThat(file.length()).hasValue(0);
        }
    }

    @Test
    void goesOnWhereAServerAnswersLessThanAsked() throws Exception {
        RawServer server = server((request, out) -> {
            long first = first(request);
            return part(out, first, Math.min(first + 299, FILE.length - 1), "*", "");
        });
        assertRead(open(server, "/"), 50, 1000);
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void readsForwardWhereRangesAreIgnored() throws Exception {
        RawServer server = server((request, out) -> whole(out, ETAG));
        ByteSource file = open(server, "/");
        assertRead(file, 0, 1000);
        assertThat(file.length()).hasValue(FILE.length);
        assertRead(file, 5000, 1000);
        assertRead(file, 6000, 1000);
        assertThat(file.cost()).isEqualTo(new Cost(7000, 1));
        assertRead(file, 100, 100);
        assertThat(file.cost()).isEqualTo(new Cost(7200, 2));
        assertRead(file, 99_000, 5000);
    }

    @Test
    void fetchesNotTheFileForItsEnd() throws Exception {
        budget = new Budget(20_000, 20, Duration.ofSeconds(10));
        ByteSource file = open(server((request, out) -> whole(out, "")), "/");
        assertRead(file, 0, 1000);
        assertThatThrownBy(() -> file.read(99_000, 1000)).isInstanceOf(BudgetExceededException.class);
        assertThat(file.cost().bytesRead()).isLessThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Transfer-Encoding: chunked"})
    void findsTheEndOfABodyWithoutLength(String header) throws Exception {
        RawServer server = server((request, out) -> {
            if (header.isEmpty()) {
                write(out, "HTTP/1.1 200 OK\r\n\r\n");
                out.write(FILE);
            } else {
                write(out, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + Integer.toHexString(FILE.length) + "\r\n");
                out.write(FILE);
                write(out, "\r\n0\r\n\r\n");
            }
            return false;
        });
        ByteSource file = open(server, "/");
        assertRead(file, 10, 10);
        assertThat(file.length()).isEmpty();
        assertRead(file, 99_990, 100);
        assertThat(file.length()).hasValue(FILE.length);
        assertThat(file.cost().requests()).isEqualTo(1);
    }

    @Test
    void decodesGzipThatNobodyAskedFor() throws Exception {
        byte[] packed = gzip(FILE);
        for (boolean withRanges : new boolean[] {false, true}) {
            RawServer server = server((request, out) -> {
                boolean part = withRanges && request.header("Range").isPresent();
                write(
                        out,
                        (part ? "HTTP/1.1 206 P\r\nContent-Range: bytes 0-9/" + packed.length : "HTTP/1.1 200 OK")
                                + "\r\nContent-Encoding: gzip\r\nContent-Length: " + (part ? 10 : packed.length)
                                + "\r\n\r\n");
                out.write(packed, 0, part ? 10 : packed.length);
                return true;
            });
            ByteSource file = open(server, "/");
            assertRead(file, 0, 1000);
            assertThat(file.length()).isEmpty();
            assertRead(file, 3000, 1000);
            assertRead(file, 99_000, 5000);
            assertThat(file.length()).hasValue(FILE.length);
            assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(packed.length);
        }
    }

    @Test
    void boundsGzipBombs() throws Exception {
        byte[] packed = gzip(new byte[50 << 20]);
        RawServer server = server((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            out.write(packed);
            return false;
        });
        ByteSource file = open(server, "/");
        assertThat(file.read(0, 100).remaining()).isEqualTo(100);
        assertThatThrownBy(() -> file.read(40 << 20, 100)).isInstanceOf(BudgetExceededException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | without Content-Range",
                "Content-Range: bytes 5-9/100000     | bytes 5-9/100000",
                "Content-Range: bytes 0-9/5          | bytes 0-9/5",
                "Content-Range: bytes 9-0/100        | bytes 9-0/100",
                "Content-Range: pages 0-9/100        | pages 0-9/100",
                "Content-Range: bytes x-y/z          | bytes x-y/z",
                "Content-Range: bytes 0-99999999999999999999/* | bytes 0-9999",
            })
    void namesAContentRangeThatIsMissingOrWrong(String header, String named) throws Exception {
        RawServer server = server((request, out) -> send(
                out,
                "HTTP/1.1 206 P\r\n" + (header.isEmpty() ? "" : header + "\r\n")
                        + "Content-Length: 10\r\n\r\n0123456789"));
        assertThatThrownBy(() -> open(server, "/").read(0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Content-Range")
                .hasMessageContaining(named);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void asksOnceMoreForAnAnswerThatBreaksOff() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawServer once = server((request, out) -> asked.getAndIncrement() == 0 ? cut(out) : ranges(request, out));
        ByteSource file = open(once, "/");
        assertRead(file, 0, 1000);
        assertThat(file.cost().requests()).isEqualTo(2);
        RawServer always = server((request, out) -> cut(out));
        assertThatThrownBy(() -> open(always, "/").read(0, 1000)).isExactlyInstanceOf(IOException.class);
        assertThat(always.requests()).hasSize(2);
    }

    @Test
    void asksOnceMoreForAWholeThatBreaksOff() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawServer server = server((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + FILE.length + "\r\n\r\n");
            out.write(FILE, 0, asked.getAndIncrement() == 0 ? 5000 : FILE.length);
            out.flush();
            return false;
        });
        ByteSource file = open(server, "/");
        assertRead(file, 4000, 4000);
        assertThat(file.cost().requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "206 | 100000 | ETag: \"2\"",
                "206 | 100001 | ETag: \"1\"",
                "206 | 100000 | Last-Modified: Tue, 02 Jan 2024 00:00:00 GMT",
                "200 | 100000 | ETag: \"2\"",
                "200 | 100000 | X-Nothing: known",
                "200 | 5      | ETag: \"1\"",
                "416 | 15     | ETag: \"1\"",
            })
    void failsWhenTheFileChanges(int status, String total, String header) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String before = "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n" + (header.startsWith("Last") ? "" : ETAG);
        RawServer server = server((request, out) -> {
            long first = first(request);
            if (asked.getAndIncrement() == 0) {
                return part(out, first, first + 9, "100000", before);
            }
            return switch (status) {
                case 206 -> part(out, first, first + 9, total, header + "\r\n");
                case 200 ->
                    send(out, "HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: " + total + "\r\n\r\n01234");
                default ->
                    send(out, "HTTP/1.1 416 No\r\nContent-Range: bytes */" + total + "\r\nContent-Length: 0\r\n\r\n");
            };
        });
        ByteSource file = open(server, "/");
        assertRead(file, 0, 10);
        assertThatThrownBy(() -> file.read(20, 10)).isInstanceOf(ChangedMediaException.class);
    }

    @Test
    void readsForwardWhereIfRangeIsAnsweredWithTheSameFile() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawServer server =
                server((request, out) -> asked.getAndIncrement() == 0 ? ranges(request, out) : whole(out, ETAG));
        ByteSource file = open(server, "/");
        assertRead(file, 0, 10);
        assertRead(file, 500, 10);
    }

    @Test
    void usesTheFinalAddressOfARedirectWhileItHolds() throws Exception {
        AtomicInteger served = new AtomicInteger();
        RawServer server = server((request, out) -> {
            if (request.target().equals("/link")) {
                return send(out, "HTTP/1.1 302 F\r\nLocation: /file?sig=" + served + "\r\nContent-Length: 0\r\n\r\n");
            }
            boolean expired = served.getAndIncrement() == 2;
            return expired ? send(out, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n") : ranges(request, out);
        });
        ByteSource file = open(server, "/link");
        assertRead(file, 0, 100);
        assertRead(file, 100, 100);
        assertRead(file, 200, 100);
        assertThat(server.requests().stream().map(Request::target))
                .containsExactly("/link", "/file?sig=0", "/file?sig=0", "/file?sig=0", "/link", "/file?sig=3");
        assertThat(file.cost()).isEqualTo(new Cost(300, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "401, login",
        "403, refuses",
        "404, not found",
        "410, gone",
        "429, no more requests",
        "500, failed",
        "503, failed",
        "204, did not answer with a file",
        "302, did not answer with a file"
    })
    void namesTheStatus(int status, String meaning) throws Exception {
        RawServer server = server((request, out) ->
                send(out, "HTTP/1.1 " + status + " X\r\n" + (status == 204 ? "\r\n" : "Content-Length: 0\r\n\r\n")));
        assertThatThrownBy(() -> open(server, "/a?token=secret").read(0, 10))
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessageContaining(meaning)
                .hasMessageContaining("HTTP " + status)
                .hasMessageNotContaining("secret");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void tellsAStorageServicesErrorCode() throws Exception {
        String xml = "<?xml version='1.0'?><Error><Code>ExpiredToken</Code></Error>";
        RawServer server = server((request, out) -> send(
                out,
                "HTTP/1.1 400 X\r\nContent-Type: application/xml\r\nContent-Length: " + xml.length() + "\r\n\r\n"
                        + xml));
        assertThatThrownBy(() -> open(server, "/").read(0, 10)).hasMessageContaining("ExpiredToken");
    }

    @Test
    void keepsTheBudget() throws Exception {
        budget = new Budget(1000, 3, Duration.ofSeconds(2));
        RawServer server = server(HttpFileTest::ranges);
        ByteSource file = open(server, "/");
        assertThatThrownBy(() -> file.read(0, 1001)).isInstanceOf(BudgetExceededException.class);
        for (int i = 0; i < 3; i++) {
            assertRead(file, i * 1000L, 100);
        }
        assertThatThrownBy(() -> file.read(5000, 100))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("3 requests");
        assertThat(server.requests()).hasSize(3);
        RawServer dripping = server((request, out) -> {
            write(out, "HTTP/1.1 206 P\r\nContent-Range: bytes 0-99/100\r\nContent-Length: 100\r\n\r\n");
            while (true) {
                Thread.sleep(200);
                write(out, "a");
            }
        });
        long start = System.nanoTime();
        assertThatThrownBy(() -> open(dripping, "/").read(0, 100))
                .isInstanceOfSatisfying(BudgetExceededException.class, e -> assertThat(e.isTime())
                        .isTrue());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void saysWhatIsBlocked() throws Exception {
        RawServer server = server(HttpFileTest::ranges);
        Sources closed = new Sources(SourceSettings.DEFAULT);
        opened.add(closed);
        ByteSource file = closed.open(server.url("/a?token=secret"));
        assertThatThrownBy(() -> file.read(0, 10))
                .isInstanceOf(BlockedSourceException.class)
                .hasMessageContaining("loopback")
                .hasMessageNotContaining("secret");
        assertThat(server.connections()).isZero();
    }

    private ByteSource open(RawServer server, String target) throws IOException {
        WebClientSettings web = WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1"));
        Sources sources = new Sources(new SourceSettings(web, S3Settings.ANONYMOUS, Budget.LOCAL, budget));
        opened.add(sources);
        ByteSource file = sources.open(server.url(target));
        opened.add(file);
        return file;
    }

    private RawServer server(RawServer.Script script) throws IOException {
        RawServer server = RawServer.start(script);
        opened.add(server);
        return server;
    }

    private static void assertRead(ByteSource file, long offset, int length) throws IOException {
        ByteBuffer read = file.read(offset, length);
        byte[] bytes = new byte[read.remaining()];
        read.get(bytes);
        assertThat(bytes)
                .isEqualTo(Arrays.copyOfRange(FILE, (int) offset, (int) Math.min(FILE.length, offset + length)));
    }

    private static boolean ranges(Request request, OutputStream out) throws IOException {
        long first = first(request);
        String range = request.header("Range").orElseThrow();
        long last = Math.min(FILE.length - 1, Long.parseLong(range.substring(range.indexOf('-') + 1)));
        return first >= FILE.length
                ? send(
                        out,
                        "HTTP/1.1 416 No\r\nContent-Range: bytes */" + FILE.length + "\r\nContent-Length: 0\r\n\r\n")
                : part(out, first, last, "" + FILE.length, ETAG);
    }

    private static long first(Request request) {
        String range = request.header("Range").orElseThrow();
        return Long.parseLong(range.substring(6, range.indexOf('-')));
    }

    private static boolean part(OutputStream out, long first, long last, String total, String headers)
            throws IOException {
        write(
                out,
                "HTTP/1.1 206 Partial\r\nContent-Range: bytes " + first + "-" + last + "/" + total + "\r\n" + headers
                        + "Content-Length: " + (last - first + 1) + "\r\n\r\n");
        out.write(FILE, (int) first, (int) (last - first + 1));
        return true;
    }

    private static boolean whole(OutputStream out, String headers) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + FILE.length + "\r\n\r\n");
        out.write(FILE);
        return true;
    }

    private static boolean cut(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 206 P\r\nContent-Range: bytes 0-999/100000\r\nContent-Length: 1000\r\n\r\n");
        out.write(FILE, 0, 3);
        out.flush();
        return false;
    }

    private static boolean send(OutputStream out, String answer) throws IOException {
        write(out, answer);
        return true;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
