package io.releasemedia.link;

import io.releasemedia.net.WebClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;

/**
 * How many links a second are checked, against a server in the same process that answers {@code HEAD} for any host after
 * a while. Prints figures; arguments: {@code rate}, or {@code many} for 100,000 links of which 5 % of the hosts are dead
 * or dripping, {@code many well} for the same without these.
 */
public final class LinkBenchmark {

    private static final int IN_FLIGHT = 256;

    private LinkBenchmark() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("many")) {
            many(args.length == 1);
        } else {
            rate();
        }
        System.exit(0);
    }

    private static void rate() throws Exception {
        int latency = 200;
        double bound = IN_FLIGHT * 1000.0 / latency;
        try (SlowServer server = new SlowServer(latency)) {
            LinkSettings settings = LinkSettings.DEFAULT.inFlight(IN_FLIGHT);
            try (WebClient client = client(settings)) {
                for (int round = 1; round <= 3; round++) {
                    check(
                            "LinkChecker, 2,000 links, 200 hosts, round " + round,
                            settings,
                            client,
                            server,
                            2_000,
                            bound);
                }
                check("LinkChecker, 20,000 links, 200 hosts", settings, client, server, 20_000, bound);
            }
            for (int round = 1; round <= 2; round++) {
                plain("JDK HttpClient, 2,000 links, round " + round, server, 2_000, bound);
            }
            plain("JDK HttpClient, 20,000 links", server, 20_000, bound);
        }
    }

    private static void check(
            String name, LinkSettings settings, WebClient client, SlowServer server, int links, double bound)
            throws Exception {
        server.most.clear();
        try (LinkChecker checker = new LinkChecker(settings, client)) {
            Clocked clock = new Clocked(links);
            run(links, clock, i -> checker.submit("http://h" + i % 200 + ".example:" + server.port() + "/" + i + ".mp3")
                    .thenApply(LinkVerdict::status));
            clock.print(name, bound);
        }
        System.out.printf(
                "    most at once to one host: %d%n",
                server.most.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    private static void plain(String name, SlowServer server, int links, double bound) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Semaphore places = new Semaphore(IN_FLIGHT);
        Clocked clock = new Clocked(links);
        run(links, clock, i -> {
            places.acquireUninterruptibly();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.1." + (1 + i % 200) + ":" + server.port() + "/" + i + ".mp3"))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .handle((response, failure) -> {
                        places.release();
                        return failure == null ? LinkStatus.OK : LinkStatus.UNREACHABLE;
                    });
        });
        clock.print(name, bound);
    }

    private static void run(int links, Clocked clock, IntFunction<CompletableFuture<LinkStatus>> check) {
        List<CompletableFuture<?>> all = new ArrayList<>(links);
        for (int i = 0; i < links; i++) {
            all.add(check.apply(i).thenAccept(clock::done));
        }
        all.forEach(CompletableFuture::join);
    }

    private static void many(boolean withBadHosts) throws Exception {
        int links = 100_000;
        LinkSettings settings = LinkSettings.DEFAULT
                .inFlight(IN_FLIGHT)
                .times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (SlowServer server = new SlowServer(50);
                WebClient client = client(settings);
                LinkChecker checker = new LinkChecker(settings, client)) {
            Clocked clock = new Clocked(links);
            Semaphore window = new Semaphore(20_000);
            Map<LinkStatus, AtomicInteger> verdicts = new ConcurrentHashMap<>();
            List<String> heap = new ArrayList<>();
            for (int i = 0; i < links; i++) {
                window.acquire();
                int host = i % 2_000;
                String kind = !withBadHosts ? "h" : host % 40 == 0 ? "dead" : host % 40 == 20 ? "drip" : "h";
                CompletableFuture<Void> unused = checker.submit(
                                "http://" + kind + host + ".example:" + server.port() + "/" + i + ".mp3")
                        .thenAccept(verdict -> {
                            verdicts.computeIfAbsent(verdict.status(), s -> new AtomicInteger())
                                    .incrementAndGet();
                            clock.done(verdict.status());
                            window.release();
                        });
                if (i % 20_000 == 0) {
                    heap.add(usedMegabytes() + " MB");
                }
            }
            window.acquire(20_000);
            heap.add(usedMegabytes() + " MB");
            String bad = withBadHosts ? "100 of them dead or dripping" : "all well";
            clock.print("100,000 links, 2,000 hosts, " + bad + ", 50 ms", IN_FLIGHT * 1000.0 / 50);
            System.out.println("    verdicts: " + new TreeMap<>(verdicts));
            System.out.println("    heap in use after collection, every 20,000 links: " + heap);
        }
    }

    private static long usedMegabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private static WebClient client(LinkSettings settings) {
        return WebClient.open(
                settings.client(List.of("127.0.0.1")), host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    }

    /** When each link was done. */
    private static final class Clocked {

        private final long start = System.nanoTime();
        private final AtomicLongArray times;
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();

        Clocked(int links) {
            this.times = new AtomicLongArray(links);
        }

        void done(LinkStatus status) {
            times.set(count.getAndIncrement(), System.nanoTime());
            if (status != LinkStatus.OK) {
                wrong.incrementAndGet();
            }
        }

        /** Rate of all, and of the middle: without the first 10 % and the last 20 %. */
        void print(String name, double bound) {
            int links = times.length();
            double whole = rate(start, times.get(links - 1), links);
            int first = links / 10;
            int last = links * 8 / 10;
            double steady = rate(times.get(first), times.get(last), last - first);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f s, %.0f a second, steady %.0f a second = %.1f %% of %.0f; not ok: %d%n",
                    name,
                    (times.get(links - 1) - start) / 1e9,
                    whole,
                    steady,
                    steady * 100 / bound,
                    bound,
                    wrong.get());
        }

        private static double rate(long from, long to, int links) {
            return links * 1e9 / (to - from);
        }
    }

    /** Answers {@code HEAD} after a while; hosts named {@code dead…} never, {@code drip…} byte by byte. */
    private static final class SlowServer implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket();
        private final int latency;
        private final Map<String, AtomicInteger> now = new ConcurrentHashMap<>();
        final Map<String, Integer> most = new ConcurrentHashMap<>();

        SlowServer(int latency) throws IOException {
            this.latency = latency;
            socket.bind(new InetSocketAddress("0.0.0.0", 0), 1024);
            start(this::accept);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = socket.accept();
                    connection.setTcpNoDelay(true);
                    start(() -> serve(connection));
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private void serve(Socket connection) {
            byte[] ok = "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 5000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            try (connection) {
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream();
                for (String host = host(in); !host.isEmpty(); host = host(in)) {
                    int here =
                            now.computeIfAbsent(host, h -> new AtomicInteger()).incrementAndGet();
                    most.merge(host, here, Math::max);
                    if (host.startsWith("dead")) {
                        Thread.sleep(10_000);
                        return;
                    }
                    Thread.sleep(latency);
                    now.get(host).decrementAndGet();
                    for (int i = 0; host.startsWith("drip") && i < 1000; i++) {
                        out.write(i == 0 ? 'H' : ' ');
                        Thread.sleep(100);
                    }
                    out.write(ok);
                }
            } catch (IOException | InterruptedException e) {
                // The client left.
            }
        }

        /** The host of the next request; empty at the end. */
        private static String host(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            String host = "";
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.append((char) b);
                    continue;
                }
                String text = line.toString().strip();
                line.setLength(0);
                if (text.isEmpty()) {
                    return host;
                }
                if (text.regionMatches(true, 0, "host:", 0, 5)) {
                    host = text.substring(5).strip();
                }
            }
            return "";
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "slow-server");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
