package io.releasemedia.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Answers {@code HEAD} for any host after a while, from 127.0.0.1, and notes when. Hosts named {@code silent…} get no
 * answer, {@code drip…} one that never ends, byte by byte.
 */
public final class SlowServer implements AutoCloseable {

    private static final byte[] FILE = "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 5000000\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    /** A request that was answered; times are those of {@link System#nanoTime()}. */
    public record Served(String host, long asked, long answered) {}

    /**
     * How fast links were asked for.
     *
     * @param seconds from the first request to the last answer
     * @param whole requests a second in that time
     * @param steady the same of the middle: without the first 10 % and the last 20 %
     */
    public record Rate(int requests, double seconds, double whole, double steady) {}

    private final ServerSocket socket = new ServerSocket();
    private final long latencyMillis;
    private final Map<String, AtomicInteger> now = new ConcurrentHashMap<>();
    private final Map<String, Integer> most = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Served> served = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Starts it on a free port. */
    public SlowServer(Duration latency) throws IOException {
        this.latencyMillis = latency.toMillis();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Forgets what it served. */
    public void reset() {
        served.clear();
        most.clear();
        connections.set(0);
    }

    /** Connections since {@link #reset()}. */
    public int connections() {
        return connections.get();
    }

    /** The most requests that were under way to one host. */
    public int mostAtOnce() {
        return most.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** What was answered to these hosts, in the order of the answers. */
    public List<Served> served(Predicate<String> hosts) {
        return served.stream()
                .filter(one -> hosts.test(one.host()))
                .sorted(Comparator.comparingLong(Served::answered))
                .toList();
    }

    /** The rate of some requests in the order of their answers. */
    public static Rate rate(List<Served> requests) {
        int count = requests.size();
        long first = requests.stream().mapToLong(Served::asked).min().orElseThrow();
        List<Long> ends =
                new ArrayList<>(requests.stream().map(Served::answered).toList());
        double seconds = (ends.get(count - 1) - first) / 1e9;
        int from = count / 10;
        int to = count * 8 / 10;
        return new Rate(count, seconds, count / seconds, (to - from) * 1e9 / (ends.get(to) - ends.get(from)));
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                connections.incrementAndGet();
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            for (String host = host(in); !host.isEmpty(); host = host(in)) {
                answer(host, out);
            }
        } catch (IOException | InterruptedException e) {
            // The client left.
        }
    }

    private void answer(String host, OutputStream out) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        AtomicInteger here = now.computeIfAbsent(host, name -> new AtomicInteger());
        most.merge(host, here.incrementAndGet(), Math::max);
        try {
            if (host.startsWith("silent")) {
                Thread.sleep(120_000);
            }
            for (int i = 0; host.startsWith("drip") && i < 1200; i++) {
                out.write(i == 0 ? 'H' : ' ');
                Thread.sleep(100);
            }
            Thread.sleep(latencyMillis);
        } finally {
            here.decrementAndGet();
        }
        served.add(new Served(host, asked, System.nanoTime()));
        out.write(FILE);
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
                host = text.substring(5).strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
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
