package io.releasemedia.link;

import io.releasemedia.net.HostTurns;
import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebUrl;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges links that anybody may have submitted. Thread-safe.
 *
 * <p>A bad link is a verdict, never an exception. The same URL is asked for once in the life of a checker, as far back
 * as it remembers. A host's limits are waited for without a thread.
 */
public final class LinkChecker implements AutoCloseable {

    /** Longer URLs are refused by most servers. */
    private static final int MAX_LENGTH = 8192;

    private final CheckTools tools;
    private final Map<Key, CompletableFuture<LinkVerdict>> pending = new ConcurrentHashMap<>();
    private final Set<Inspection> running = ConcurrentHashMap.newKeySet();
    private final Map<Key, LinkVerdict> known;
    private volatile boolean closed;

    /**
     * A checker that remembers nothing yet.
     *
     * @param client stays the caller's, who closes it after the checker; {@link LinkSettings#client} fits
     */
    public LinkChecker(LinkSettings settings, WebClient client) {
        this(settings, client, Providers.load());
    }

    LinkChecker(LinkSettings settings, WebClient client, Providers providers) {
        this.tools = new CheckTools(
                settings,
                client,
                new HostTurns(settings.turns()),
                providers,
                new Judgement(providers, Clock.systemUTC()),
                new NetworkTally());
        this.known = new Remembered(settings.remembered());
    }

    /** Checks a link and waits for the verdict. */
    public LinkVerdict check(String url) {
        try {
            return submit(url).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LinkVerdict.without(LinkStatus.UNREACHABLE, "the check was interrupted")
                    .retryAfter(Duration.ZERO);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks a link; the future always ends with a verdict. Its dependents run in one of the checker's threads. */
    public CompletableFuture<LinkVerdict> submit(String url) {
        if (url.length() > MAX_LENGTH) {
            return unsupported("longer than " + MAX_LENGTH + " characters");
        }
        WebUrl parsed;
        try {
            parsed = WebUrl.parse(url);
        } catch (InvalidUrlException e) {
            return unsupported(e.getMessage());
        }
        boolean namesUser = WebUrl.namesUser(url);
        Key key = Key.of((namesUser ? "@" : "") + parsed.text());
        LinkVerdict earlier = remembered(key);
        if (earlier != null) {
            return CompletableFuture.completedFuture(earlier);
        }
        CompletableFuture<LinkVerdict> mine = new CompletableFuture<>();
        CompletableFuture<LinkVerdict> other = pending.putIfAbsent(key, mine);
        if (other != null) {
            return other.copy();
        }
        LinkVerdict meanwhile = remembered(key);
        if (meanwhile != null) {
            pending.remove(key);
            mine.complete(meanwhile);
            return mine.copy();
        }
        start(key, new Inspection(tools, parsed, namesUser), mine);
        return mine.copy();
    }

    /**
     * Does other work that asks a link's host for something, such as reading the file that it leads to, when it is that
     * host's turn: it counts as a request in flight to it.
     *
     * @return what came of it, failed if the work failed; empty if the host is not asked now
     */
    public <T> CompletableFuture<Optional<T>> inTurn(String url, Supplier<T> work) {
        try {
            WebUrl parsed = WebUrl.parse(url);
            OtherWork<T> turn = new OtherWork<>(work);
            tools.add(turn, parsed, tools.providers().of(parsed), Duration.ZERO);
            return turn.result();
        } catch (InvalidUrlException e) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    private void start(Key key, Inspection inspection, CompletableFuture<LinkVerdict> mine) {
        running.add(inspection);
        CompletableFuture<?> end = inspection.start().thenAccept(verdict -> {
            running.remove(inspection);
            remember(key, verdict);
            pending.remove(key);
            mine.complete(verdict);
        });
        if (closed && !end.isDone()) {
            inspection.stop();
        }
    }

    private static CompletableFuture<LinkVerdict> unsupported(String reason) {
        return CompletableFuture.completedFuture(LinkVerdict.without(LinkStatus.UNSUPPORTED, reason));
    }

    private @Nullable LinkVerdict remembered(Key key) {
        synchronized (known) {
            return known.get(key);
        }
    }

    private void remember(Key key, LinkVerdict verdict) {
        synchronized (known) {
            known.put(key, verdict);
        }
    }

    /**
     * Whether requests failed and no host at all has answered so far: then it is rather the own network that is down,
     * and the verdicts say nothing about links.
     */
    public boolean nothingAnswers() {
        return answered() == 0 && failed() > 0;
    }

    /** Requests that a host reacted to, however wrongly. */
    public long answered() {
        return tools.tally().answeredCount();
    }

    /** Requests that nobody reacted to: unknown names, refused connections, silence. */
    public long failed() {
        return tools.tally().failedCount();
    }

    /** Ends all checks at once, as {@link LinkStatus#UNREACHABLE}. */
    @Override
    public void close() {
        closed = true;
        tools.turns().close();
        running.forEach(Inspection::stop);
    }

    /** A URL in 16 bytes, which are much less than the URL: the first of its SHA-256. */
    private record Key(long high, long low) {

        static Key of(String url) {
            try {
                ByteBuffer digest = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8)));
                return new Key(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** Forgets what was used longest ago. */
    private static final class Remembered extends LinkedHashMap<Key, LinkVerdict> {

        private static final long serialVersionUID = 1L;

        private final int limit;

        Remembered(int limit) {
            super(16, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LinkVerdict> eldest) {
            return size() > limit;
        }
    }
}
