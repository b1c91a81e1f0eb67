package io.releasemedia.link;

import static io.releasemedia.net.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.net.FakeWeb;
import io.releasemedia.net.WebClient;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PolitenessTest {

    private static final String FILE = "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 9\r\n\r\n";
    private static final LinkSettings FAST = LinkSettings.DEFAULT
            .perHostPerSecond(10_000)
            .times(new LinkSettings.Times(Duration.ofSeconds(2), Duration.ofMillis(1500), Duration.ofSeconds(3)))
            .patience(new LinkSettings.Patience(2, Duration.ofMillis(10), Duration.ofSeconds(3)));

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Requests under way to each host, and the most there ever were. */
    private final Map<String, AtomicInteger> now = new ConcurrentHashMap<>();

    private final Map<String, Integer> most = new ConcurrentHashMap<>();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void asksOneHostForSoMuchAtOnce() throws Exception {
        FakeWeb web = web((call, out) -> counted(call, out, 3, 10));
        LinkChecker checker = checker(web, FAST.perHost(3).inFlight(64));
        all(checker, "https://one.example/%d.mp3", 60);
        assertThat(most.get("one.example")).isEqualTo(3);
    }

    @Test
    void asksForSoMuchAtOnceInAll() throws Exception {
        FakeWeb web = web((call, out) -> counted(call, out, 5, 10));
        LinkChecker checker = checker(web, FAST.inFlight(5));
        all(checker, "https://h%d.example/a.mp3", 50);
        assertThat(mostAtOnce).hasValue(5);
    }

    @Test
    void startsWithOneRequestUntilAHostHasAnswered() throws Exception {
        FakeWeb web = web((call, out) -> counted(call, out, 1, 300));
        LinkChecker checker = checker(web, FAST.perHost(8));
        List<CompletableFuture<LinkVerdict>> verdicts = submit(checker, "https://one.example/%d.mp3", 8);
        while (web.calls().isEmpty()) {
            Thread.sleep(10);
        }
        Thread.sleep(100);
        assertThat(web.calls()).hasSize(1);
        await(verdicts);
        assertThat(most.get("one.example")).isGreaterThan(1);
    }

    @Test
    void spreadsRequestsOut() throws Exception {
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        FakeWeb web = web((call, out) -> {
            times.add(System.nanoTime());
            return slowFile(out, 0);
        });
        all(checker(web, FAST.perHostPerSecond(20)), "https://one.example/%d.mp3", 12);
        List<Long> sorted = times.stream().sorted().toList();
        assertThat(Duration.ofNanos(sorted.get(11) - sorted.get(0)))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(8));
        long apart = IntStream.range(1, sorted.size())
                .filter(i -> sorted.get(i) - sorted.get(i - 1) > 20_000_000L)
                .count();
        assertThat(apart).as("a busy machine may bring two together").isGreaterThanOrEqualTo(8);
    }

    /** Short links and links, and its API: one provider is one provider. */
    @Test
    void limitsAProviderAsAWhole() throws Exception {
        FakeWeb web = web((call, out) -> slowFile(out, 0));
        long start = System.nanoTime();
        LinkChecker checker = checker(web, FAST);
        List<CompletableFuture<LinkVerdict>> verdicts = submit(checker, "https://we.tl/t-%d", 2);
        verdicts.addAll(submit(checker, "https://label%d.wetransfer.com/downloads/1", 2));
        await(verdicts);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1400));
    }

    @Test
    void checksTheSameUrlOnce() throws Exception {
        FakeWeb web = web((call, out) -> slowFile(out, 50));
        LinkChecker checker = checker(web, FAST);
        List<CompletableFuture<LinkVerdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            verdicts.add(
                    checker.submit(i % 2 == 0 ? "https://one.example/a.mp3" : "HTTPS://ONE.example:443/a.mp3#t=" + i));
        }
        await(verdicts);
        assertThat(checker.check("https://one.example/a.mp3").status()).isEqualTo(LinkStatus.OK);
        assertThat(web.calls()).hasSize(1);
    }

    @Test
    void forgetsWhatItCheckedLongAgo() throws Exception {
        FakeWeb web = web((call, out) -> slowFile(out, 0));
        LinkChecker checker = checker(web, FAST.remembered(2));
        for (String file : List.of("a", "b", "c", "c", "a")) {
            checker.check("https://one.example/" + file);
        }
        assertThat(web.calls()).hasSize(4);
    }

    @Test
    void namesItselfAndAContact() throws Exception {
        List<String> agents = new ArrayList<>();
        FakeWeb web = web((call, out) -> {
            agents.add(call.request().header("User-Agent").orElse(""));
            return slowFile(out, 0);
        });
        LinkSettings settings = FAST.contact("https://label.example/bot");
        checker(web, settings).check("https://one.example/a.mp3");
        assertThat(agents).singleElement().asString().matches("release-media/\\S+ \\(\\+https://label.example/bot\\)");
    }

    @Test
    void otherWorkForAHostWaitsForItsTurn() throws Exception {
        FakeWeb web = web((call, out) -> slowFile(out, 0));
        LinkChecker checker = checker(web, FAST.perHost(2).inFlight(16));
        checker.check("https://one.example/a.mp3");
        AtomicInteger working = new AtomicInteger();
        AtomicInteger mostWorking = new AtomicInteger();
        List<CompletableFuture<Optional<String>>> works = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            works.add(checker.inTurn("https://ONE.example/" + i, () -> {
                mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
                sleep(50);
                working.decrementAndGet();
                return "done";
            }));
        }
        for (CompletableFuture<Optional<String>> work : works) {
            assertThat(work.get()).contains("done");
        }
        assertThat(mostWorking).hasValue(2);
        CompletableFuture<Optional<String>> failed = checker.inTurn("https://two.example/", () -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(failed)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("on purpose");
        checker.close();
        assertThat(checker.inTurn("https://three.example/", () -> "late").get()).isEmpty();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void triesAgainAfterAPauseThatGrowsAndVaries() throws Exception {
        Map<String, List<Long>> times = new ConcurrentHashMap<>();
        FakeWeb web = web((call, out) -> {
            times.computeIfAbsent(call.url(), url -> new CopyOnWriteArrayList<>())
                    .add(System.nanoTime());
            write(out, "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        Duration base = Duration.ofMillis(200);
        LinkSettings.Patience patience = new LinkSettings.Patience(3, base, Duration.ofSeconds(3));
        LinkSettings.Times enough =
                new LinkSettings.Times(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));
        LinkChecker checker = checker(web, FAST.patience(patience).times(enough));
        await(submit(checker, "https://h%d.example/a.mp3", 24));
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        for (List<Long> asked : times.values()) {
            // HEAD, which GET follows at once, and GET three times.
            assertThat(asked).hasSize(4);
            first.add(TimeUnit.NANOSECONDS.toMillis(asked.get(2) - asked.get(1)));
            second.add(TimeUnit.NANOSECONDS.toMillis(asked.get(3) - asked.get(2)));
        }
        assertThat(first).allMatch(pause -> pause >= 95, "half of the pause or more");
        assertThat(second).allMatch(pause -> pause >= 195, "half of twice the pause or more");
        Collections.sort(first);
        assertThat(first.get(23) - first.get(0)).as("spread: %s", first).isGreaterThan(80);
        Collections.sort(second);
        assertThat(second.get(12)).as("grown: %s then %s", first, second).isGreaterThan(first.get(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 Slow", "503 Busy"})
    void leavesAHostAloneThatSaysTooMany(String status) throws Exception {
        long[] first = new long[1];
        ConcurrentLinkedQueue<Long> later = new ConcurrentLinkedQueue<>();
        FakeWeb web = web((call, out) -> {
            if (call.url().contains("other")) {
                return slowFile(out, 0);
            }
            if (first[0] == 0) {
                first[0] = System.nanoTime();
                write(out, "HTTP/1.1 " + status + "\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n");
                return true;
            }
            later.add(System.nanoTime());
            return slowFile(out, 0);
        });
        LinkChecker checker = checker(web, FAST);
        List<CompletableFuture<LinkVerdict>> verdicts = submit(checker, "https://one.example/%d.mp3", 6);
        long start = System.nanoTime();
        all(checker, "https://other.example/%d.mp3", 20);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2800));
        assertThat(await(verdicts)).allMatch(verdict -> verdict.status() == LinkStatus.OK);
        assertThat(later).hasSizeGreaterThanOrEqualTo(6).allMatch(time -> time - first[0] >= 2_900_000_000L);
    }

    @Test
    void doesNotWaitForPausesThatAreTooLong() throws Exception {
        FakeWeb web = web((call, out) -> {
            write(out, "HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        LinkChecker checker = checker(web, FAST);
        List<LinkVerdict> verdicts = await(submit(checker, "https://one.example/%d.mp3", 50));
        verdicts.add(checker.check("https://one.example/later.mp3"));
        assertThat(verdicts).allSatisfy(verdict -> {
            assertThat(verdict.status()).isEqualTo(LinkStatus.UNREACHABLE);
            assertThat(verdict.retryAfter().orElseThrow())
                    .isBetween(Duration.ofSeconds(3590), Duration.ofSeconds(3600));
        });
        assertThat(web.calls()).hasSize(1);
    }

    @Test
    void aSlowHostCostsOnlyItself() throws Exception {
        FakeWeb web = web((call, out) -> {
            if (call.url().contains("//slow")) {
                Thread.sleep(10_000);
            }
            return slowFile(out, 10);
        });
        LinkChecker checker = checker(web, FAST.inFlight(8));
        List<CompletableFuture<LinkVerdict>> slow = submit(checker, "https://slow.example/%d.mp3", 100);
        long start = System.nanoTime();
        all(checker, "https://h%d.example/a.mp3", 200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertThat(await(slow)).allMatch(verdict -> verdict.status() == LinkStatus.UNREACHABLE);
        assertThat(web.calls().stream().filter(call -> call.contains("//slow")).count())
                .isLessThan(10);
    }

    @Test
    void offlineIsNotDead() throws Exception {
        FakeWeb web = web((call, out) -> slowFile(out, 0));
        LinkChecker checker = checker(web, FAST);
        assertThat(checker.nothingAnswers()).isFalse();
        List<CompletableFuture<LinkVerdict>> verdicts = submit(checker, "https://h%d.invalid/a.mp3", 5);
        verdicts.addAll(submit(checker, "https://h%d.refused/a.mp3", 5));
        assertThat(await(verdicts)).allMatch(verdict -> verdict.linkValidated().isEmpty());
        checker.check("http://10.0.0.1/");
        checker.check("no link");
        assertThat(checker.nothingAnswers()).isTrue();
        checker.check("https://one.example/a.mp3");
        assertThat(checker.nothingAnswers()).isFalse();
    }

    @Test
    void endsEverythingWhenClosed() throws Exception {
        FakeWeb web = web((call, out) -> {
            Thread.sleep(5_000);
            return slowFile(out, 0);
        });
        LinkChecker checker = checker(web, FAST);
        List<CompletableFuture<LinkVerdict>> verdicts = submit(checker, "https://one.example/%d.mp3", 10);
        Thread.sleep(50);
        long start = System.nanoTime();
        checker.close();
        assertThat(await(verdicts)).allMatch(verdict -> verdict.status() == LinkStatus.UNREACHABLE);
        assertThat(checker.check("https://two.example/").reason()).contains("stopped");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    /**
     * Answers with a file after {@code millis} and counts the requests under way until then. As long as there were
     * never {@code together} of them at once, a request waits for others too: that they meet must not depend on how
     * fast the machine is.
     */
    private boolean counted(FakeWeb.Call call, OutputStream out, int together, int millis) throws Exception {
        String host = java.net.URI.create(call.url()).getHost();
        AtomicInteger here = now.computeIfAbsent(host, name -> new AtomicInteger());
        most.merge(host, here.incrementAndGet(), Math::max);
        mostAtOnce.accumulateAndGet(
                now.values().stream().mapToInt(AtomicInteger::get).sum(), Math::max);
        Thread.sleep(millis);
        for (int waited = 0; mostAtOnce.get() < together && waited < 1000; waited += 10) {
            Thread.sleep(10);
        }
        here.decrementAndGet(); // before the answer, after which the next request may come
        return slowFile(out, 0);
    }

    private static boolean slowFile(OutputStream out, int millis) throws Exception {
        Thread.sleep(millis);
        write(out, FILE);
        return true;
    }

    private FakeWeb web(FakeWeb.Site site) throws IOException {
        FakeWeb web = FakeWeb.start(site);
        opened.add(web);
        return web;
    }

    private LinkChecker checker(FakeWeb web, LinkSettings settings) {
        WebClient client = web.client(settings.client(List.of()));
        LinkChecker checker = new LinkChecker(settings, client);
        opened.add(0, client);
        opened.add(0, checker);
        return checker;
    }

    private static List<CompletableFuture<LinkVerdict>> submit(LinkChecker checker, String pattern, int count) {
        List<CompletableFuture<LinkVerdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            verdicts.add(checker.submit(pattern.formatted(i)));
        }
        return verdicts;
    }

    private static List<LinkVerdict> await(List<CompletableFuture<LinkVerdict>> verdicts) throws Exception {
        List<LinkVerdict> found = new ArrayList<>();
        for (CompletableFuture<LinkVerdict> verdict : verdicts) {
            found.add(verdict.get());
        }
        return found;
    }

    private static void all(LinkChecker checker, String pattern, int count) throws Exception {
        assertThat(await(submit(checker, pattern, count)))
                .extracting(LinkVerdict::status)
                .containsOnly(pattern.contains("we.tl") ? LinkStatus.UNREACHABLE : LinkStatus.OK);
    }
}
