package io.releasemedia.run;

import io.releasemedia.database.Database;
import io.releasemedia.net.BlackHole;
import io.releasemedia.net.OtherClients;
import io.releasemedia.net.SlowServer;
import io.releasemedia.testing.CommandLine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many links a second the real job checks: {@code release-media run} in a process of its own, on an embedded
 * PostgreSQL, with 256 requests in flight. Everything is measured at the server that is asked, so that the start of a
 * process counts for nobody.
 *
 * <p>Arguments: {@code rate [rounds]} checks 2,000 links in rounds and 20,000 links once over 200 host names at 200 ms,
 * and has the same URLs asked for by {@code curl -Z} and by the JDK's HTTP client in the same run; {@code many} checks
 * 100,000 links over 2,000 host names with a heap of 256 MB, first with 5 % of the hosts dead or dripping, then the
 * healthy ones alone.
 */
public final class LinkJobBenchmark {

    private static final int IN_FLIGHT = 256;
    private static final int PER_HOST = 4;
    private static final Pattern COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\)");

    private final Path folder;
    private final SlowServer server;
    private final JdbcClient jdbc;
    private final double bound;

    private LinkJobBenchmark(Path folder, SlowServer server, Database database, Duration latency) {
        this.folder = folder;
        this.server = server;
        this.jdbc = JdbcClient.create(database.dataSource());
        this.bound = IN_FLIGHT * 1000.0 / latency.toMillis();
    }

    public static void main(String[] args) throws Exception {
        boolean isMany = args.length > 0 && args[0].equals("many");
        Duration latency = Duration.ofMillis(isMany ? 100 : 200);
        Path folder = Files.createTempDirectory("link-job");
        try (Database database = Database.open(new Database.Location(Optional.empty(), folder.resolve("home")), 4);
                SlowServer server = new SlowServer(latency)) {
            LinkJobBenchmark benchmark = new LinkJobBenchmark(folder, server, database, latency);
            if (isMany) {
                benchmark.many();
            } else {
                benchmark.rate(args.length > 1 ? Integer.parseInt(args[1]) : 3);
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private void rate(int rounds) throws Exception {
        List<String> names =
                IntStream.range(0, 200).mapToObj(i -> "h" + i + ".links.test").toList();
        hosts(names);
        for (int links : new int[] {2_000, 20_000}) {
            List<String> urls = urls(names, links);
            for (int round = 0; round < (links == 2_000 ? rounds : 1); round++) {
                catalogue(urls);
                measure(links + " links, the job", command("-Xmx1g", "run", job().toString()));
                if (server.mostAtOnce() > PER_HOST) {
                    throw new AssertionError("a host was asked by more than " + PER_HOST + " at once");
                }
                System.out.println("    " + ledger());
                try {
                    measure(links + " links, curl -Z", OtherClients.curl(folder, urls, IN_FLIGHT));
                } catch (IOException e) {
                    System.out.println("there is no curl");
                }
                measure(links + " links, JDK HttpClient", OtherClients.jdk(folder, hosts(), urls, IN_FLIGHT));
            }
        }
    }

    private void measure(String name, Process client) throws Exception {
        server.reset();
        await(client);
        print(name, SlowServer.rate(server.served(host -> true)));
    }

    private void print(String name, SlowServer.Rate rate) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d requests in %.1f s, whole %.0f/s, steady %.0f/s = %.1f %% of %.0f; at most %d to a host at once,"
                        + " %d connections, load %.1f%n",
                name,
                rate.requests(),
                rate.seconds(),
                rate.whole(),
                rate.steady(),
                rate.steady() * 100 / bound,
                bound,
                server.mostAtOnce(),
                server.connections(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void many() throws Exception {
        List<String> names =
                IntStream.range(0, 2_000).mapToObj(LinkJobBenchmark::name).toList();
        hosts(names);
        List<String> urls = urls(names, 100_000);
        try (BlackHole hole = new BlackHole("127.0.0.3", server.port())) {
            System.out.println("connections to 127.0.0.3:" + hole.port() + " end nowhere");
            many("5 % of the hosts dead or dripping, the healthy ones", urls);
            many(
                    "the healthy hosts alone",
                    urls.stream().filter(url -> url.startsWith("http://good")).toList());
        }
    }

    private void many(String name, List<String> urls) throws Exception {
        catalogue(urls);
        server.reset();
        Path log = folder.resolve("gc.log");
        Files.deleteIfExists(log);
        await(command("-Xmx256m -Xlog:gc:file=" + log, "run", job().toString()));
        print(name, SlowServer.rate(server.served(host -> host.startsWith("good"))));
        System.out.println("    " + ledger());
        System.out.println("    " + heap(log));
    }

    /** Of 2,000 hosts, 25 refuse connections, 25 swallow them, and 50 drip. */
    private static String name(int host) {
        String kind =
                switch (host % 80) {
                    case 0 -> "refusing";
                    case 20, 60 -> "drip";
                    case 40 -> "hole";
                    default -> "good";
                };
        return kind + host + ".links.test";
    }

    private static String address(String name) {
        return name.startsWith("refusing") ? "127.0.0.2" : name.startsWith("hole") ? "127.0.0.3" : "127.0.0.1";
    }

    /** What is in use after collections, in ten parts of the run, and the most that ever was in use. */
    private static String heap(Path log) throws IOException {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher found = COLLECTION.matcher(line);
            if (found.find()) {
                before.add(Integer.valueOf(found.group(1)));
                after.add(Integer.valueOf(found.group(2)));
            }
        }
        List<Integer> least = new ArrayList<>();
        for (int part = 0; part < 10; part++) {
            least.add(after.subList(after.size() * part / 10, after.size() * (part + 1) / 10).stream()
                    .min(Comparator.naturalOrder())
                    .orElse(0));
        }
        return "heap: the least after collections in each tenth of them " + least + " MB, at most "
                + before.stream().max(Comparator.naturalOrder()).orElse(0) + " MB in use";
    }

    private List<String> urls(List<String> names, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "http://" + names.get(i % names.size()) + ":" + server.port() + "/" + i + ".mp3")
                .toList();
    }

    private Path hosts() {
        return folder.resolve("hosts");
    }

    private void hosts(List<String> names) throws IOException {
        Files.write(
                hosts(), names.stream().map(name -> address(name) + " " + name).toList());
    }

    private void catalogue(List<String> urls) {
        jdbc.sql("truncate release, media, enrichment, run").update();
        jdbc.sql("insert into release (id, tenant_id) values (gen_random_uuid(), 'acme')")
                .update();
        jdbc.sql("""
                insert into media (release_id, cloud_id, cloud_url, type, name, is_link)
                select r.id, 'link ' || n, url, 'audio', 'link ' || n, true
                from release r, unnest(:urls::text[]) with ordinality as l (url, n) order by n
                """).param("urls", urls.toArray(String[]::new)).update();
        jdbc.sql("analyze media").update();
    }

    /** What the ledger says about the last run. */
    private String ledger() {
        return jdbc.sql("""
                select 'verdicts ' || (select string_agg(status || ' ' || count, ', ' order by status)
                                       from (select status, count(*) from enrichment group by status) as statuses)
                       || ', written in ' || round(extract(epoch from max(e.looked_at) - min(e.looked_at)), 1)
                       || ' s, in a run of '
                       || round(extract(epoch from max(r.finished_at) - min(r.started_at)), 1) || ' s'
                from enrichment e join run r on r.id = e.last_run_id
                """).query(String.class).single();
    }

    private Path job() throws IOException {
        return Files.writeString(folder.resolve("links.yaml"), "job: links\nnet: {allow: [127.0.0.0/8]}\n");
    }

    private Process command(String options, String... arguments) throws IOException {
        return CommandLine.in(folder)
                .with("RELEASE_MEDIA_HOME", folder.resolve("home").toString())
                .with("JDK_JAVA_OPTIONS", options + " -Dsun.net.inetaddr.ttl=600 -Djdk.net.hosts.file=" + hosts())
                .start(folder.resolve("out"), folder.resolve("err"), arguments);
    }

    private void await(Process process) throws Exception {
        if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("did not end well: " + Files.readString(folder.resolve("err")));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
