package io.releasemedia.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;

/**
 * The one HTTP client, for media and links alike. Thread-safe; one pool of connections that are kept alive.
 *
 * <p>Everything that a server says is taken as hostile: each hop is judged by {@link AddressPolicy}, and the exchange
 * ends at its {@link Deadline} whatever the server does. No cookies, no credentials, no proxy settings of the
 * environment are ever applied, certificates are verified, and nothing is decompressed or retried here.
 */
public final class WebClient implements Closeable {

    private static final URI PLACEHOLDER = URI.create("/");
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final Dialer dialer;
    private final AddressPolicy policy;
    private final CheckedNames names;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watchdog;
    private final Duration silence;
    private final Duration connectTimeout;

    private WebClient(WebClientSettings settings, NameLookup lookup, Dialer dialer) {
        this.dialer = dialer;
        this.policy = AddressPolicy.opening(settings.allowed());
        this.names = new CheckedNames(policy, lookup);
        this.client = DirectConnections.client(settings, names);
        this.silence = settings.silence();
        this.connectTimeout = settings.connectTimeout();
        this.watchdog = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "http-deadlines"));
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /** A client that looks names up as the platform does. */
    public static WebClient open(WebClientSettings settings) {
        return open(settings, NameLookup.SYSTEM);
    }

    /** A client with a look-up of its own. */
    public static WebClient open(WebClientSettings settings, NameLookup lookup) {
        return open(settings, lookup, Dialer.DIRECT);
    }

    static WebClient open(WebClientSettings settings, NameLookup lookup, Dialer dialer) {
        return new WebClient(settings, lookup, dialer);
    }

    /**
     * Sends a request and follows redirects.
     *
     * @return the final answer, which the caller closes; its body has not been read
     * @throws BlockedAddressException a hop leads to an address that is refused
     * @throws InvalidUrlException a redirect leads to something that is no web URL
     * @throws RedirectException redirects loop, are too many, or leave https
     * @throws DeadlineExceededException time ran out
     * @throws SilentServerException the server does not react
     * @throws IOException the server cannot be reached or does not speak HTTP
     */
    public WebResponse send(WebRequest request) throws IOException {
        WebUrl url = request.url();
        Set<String> seen = new HashSet<>();
        for (int hop = 0; ; hop++) {
            policy.check(url);
            seen.add(url.text());
            request.hook().beforeSending(url);
            WebResponse response = exchange(request, url);
            Optional<String> location = response.redirect();
            if (location.isEmpty() || request.redirects() == 0) {
                return response;
            }
            response.close();
            url = next(url, location.get(), hop, request.redirects(), seen);
        }
    }

    private static WebUrl next(WebUrl url, String location, int hop, int limit, Set<String> seen) throws IOException {
        WebUrl next = url.resolve(location);
        if (seen.contains(next.text())) {
            throw new RedirectException(url + ": redirects in a loop");
        }
        if (hop == limit) {
            throw new RedirectException(url + ": redirects more than " + limit + " times");
        }
        if (url.isSecure() && !next.isSecure()) {
            throw new RedirectException(url + ": redirects from https to http");
        }
        return next;
    }

    private WebResponse exchange(WebRequest request, WebUrl url) throws IOException {
        Duration left = request.deadline().remaining();
        if (left.compareTo(SHORTEST_WAIT) < 0) {
            throw new DeadlineExceededException(url);
        }
        HttpUriRequestBase message = message(request, url);
        message.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(left))
                .setResponseTimeout(Timeout.of(silence))
                .setProtocolUpgradeEnabled(false)
                .build());
        Future<?> watch = watch(message, left);
        names.within(request.deadline());
        try {
            ClassicHttpResponse answer = client.executeOpen(dialer.dial(url), message, null);
            return new WebResponse(new Exchange(url, message, request.deadline(), silence, watch), answer);
        } catch (CheckedNames.RefusedLookupException e) {
            watch.cancel(false);
            throw e.getCause() instanceof BlockedAddressException refusal ? refusal : e;
        } catch (IOException e) {
            watch.cancel(false);
            throw new Exchange(url, message, request.deadline(), waitFor(e), watch).explained(e);
        } catch (RuntimeException e) {
            watch.cancel(false);
            throw new IOException(url + ": no valid answer", e);
        }
    }

    private Future<?> watch(HttpUriRequestBase message, Duration left) throws IOException {
        try {
            return watchdog.schedule(message::abort, left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new IOException("the HTTP client is closed", e);
        }
    }

    private Duration waitFor(IOException e) {
        return e instanceof ConnectTimeoutException ? connectTimeout : silence;
    }

    /** Built from parts, because a URI object would change or refuse targets that servers sign and send. */
    static HttpUriRequestBase message(WebRequest request, WebUrl url) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), PLACEHOLDER);
        message.setScheme(url.scheme());
        message.setAuthority(new URIAuthority(url.host(), url.hasDefaultPort() ? -1 : url.port()));
        message.setPath(url.target());
        message.setHeader("Accept", "*/*");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        return message;
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Closes all connections at once. */
    @Override
    public void close() {
        watchdog.shutdownNow();
        names.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
