package io.releasemedia.net;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Other clients that ask for the same URLs by {@code HEAD}, each in a process of its own: {@code curl -Z} and the JDK's,
 * which is this class's main method.
 */
public final class OtherClients {

    private OtherClients() {}

    /** Starts curl, which connects to 127.0.0.1 whatever the host. */
    public static Process curl(Path folder, List<String> urls, int inFlight) throws IOException {
        Path config = folder.resolve("curl.config");
        Files.write(config, urls.stream().map(url -> "url = \"" + url + "\"").toList());
        return new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--no-progress-meter",
                        "--head",
                        "--parallel",
                        "--parallel-immediate",
                        "--parallel-max",
                        String.valueOf(inFlight),
                        "--connect-to",
                        "::127.0.0.1:",
                        "--config",
                        config.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Starts the JDK's client, with the names of a hosts file. */
    public static Process jdk(Path folder, Path hosts, List<String> urls, int inFlight) throws IOException {
        Path list = Files.write(folder.resolve("urls"), urls);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherClients.class.getName(),
                        list.toString(),
                        String.valueOf(inFlight))
                .inheritIO()
                .start();
    }

    /** Arguments: a file of URLs, and how many are asked for at once. */
    public static void main(String[] args) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        int inFlight = Integer.parseInt(args[1]);
        Semaphore places = new Semaphore(inFlight);
        for (String url : Files.readAllLines(Path.of(args[0]))) {
            places.acquireUninterruptibly();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .whenComplete((response, failure) -> places.release());
        }
        places.acquireUninterruptibly(inFlight);
    }
}
