package io.releasemedia.net;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.http.HttpHost;

/**
 * Answers for every host there is, from 127.0.0.1: names resolve as the test says, any port of any host is a port of
 * this server, and https is spoken without encryption. Names below {@code invalid} do not exist, names below {@code
 * refused} have nobody listening.
 */
public final class FakeWeb implements AutoCloseable {

    /** A request, with the URL that it is for. */
    public record Call(String method, String url, RawServer.Request request) {}

    /** Writes an answer; the connection is kept if it returns true. */
    @FunctionalInterface
    public interface Site {
        boolean answer(Call call, OutputStream out) throws Exception;
    }

    private final RawServer plain;
    private final RawServer secure;
    private final int closedPort;
    private final Map<String, NameLookup> names = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private FakeWeb(Site site) throws IOException {
        this.plain = RawServer.start((request, out) -> serve(site, "http", request, out));
        this.secure = RawServer.start((request, out) -> serve(site, "https", request, out));
        try (ServerSocket socket = new ServerSocket(0)) {
            this.closedPort = socket.getLocalPort();
        }
    }

    public static FakeWeb start(Site site) throws IOException {
        return new FakeWeb(site);
    }

    /** A client that sees this web, with only 127.0.0.1 open to it. */
    public WebClient client(WebClientSettings settings) {
        return WebClient.open(settings.allowing(List.of("127.0.0.1")), this::lookup, this::dial);
    }

    /** Lets a name resolve otherwise. */
    public void name(String host, NameLookup lookup) {
        names.put(host, lookup);
    }

    /** What was asked for: method and URL. */
    public List<String> calls() {
        return calls;
    }

    public int port() {
        return plain.port();
    }

    public int connections() {
        return plain.connections() + secure.connections();
    }

    private boolean serve(Site site, String scheme, RawServer.Request request, OutputStream out) throws Exception {
        String method = request.head().split(" ", 2)[0];
        String url = scheme + "://" + request.header("Host").orElse("") + request.target();
        calls.add(method + " " + url);
        return site.answer(new Call(method, url, request), out);
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        NameLookup own = names.get(host);
        if (own != null) {
            return own.lookup(host);
        }
        if (host.endsWith(".invalid")) {
            throw new UnknownHostException(host);
        }
        boolean isAddress = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return InetAddress.getAllByName(isAddress ? host : "127.0.0.1");
    }

    private HttpHost dial(WebUrl url) {
        int port = url.isSecure() ? secure.port() : plain.port();
        return new HttpHost("http", url.host(), url.host().endsWith(".refused") ? closedPort : port);
    }

    @Override
    public void close() throws IOException {
        plain.close();
        secure.close();
    }
}
