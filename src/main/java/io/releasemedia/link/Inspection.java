package io.releasemedia.link;

import io.releasemedia.net.Turn;
import io.releasemedia.net.WebUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The check of one link: sends the requests of an {@link Inquiry}, each of which waits for its host's turn, within the
 * time and the number of attempts that a link has.
 */
final class Inspection implements Turn {

    /** No link needs so many; providers that send on to each other could go on for ever. */
    private static final int MAX_REQUESTS = 24;

    private static final String STOPPED = "the check was stopped before there was an answer";

    private final CheckTools tools;
    private final LinkSettings settings;
    private final Inquiry inquiry;
    private final CompletableFuture<LinkVerdict> future = new CompletableFuture<>();

    private int requests;
    private int retries;
    private Duration spent = Duration.ZERO;
    private Exchanged exchanged = Exchanged.NOTHING;
    private Optional<LinkVerdict> lastFailure = Optional.empty();

    Inspection(CheckTools tools, WebUrl url, boolean namesUser) {
        this.tools = tools;
        this.settings = tools.settings();
        this.inquiry = new Inquiry(tools, url, namesUser);
    }

    /** Begins; the verdict comes later. */
    CompletableFuture<LinkVerdict> start() {
        send(Duration.ZERO);
        return future;
    }

    /** Ends the check if it is still under way. */
    void stop() {
        future.complete(LinkVerdict.without(LinkStatus.UNREACHABLE, STOPPED).retryAfter(Duration.ZERO));
    }

    private void send(Duration delay) {
        if (requests++ == MAX_REQUESTS) {
            future.complete(
                    LinkVerdict.without(LinkStatus.UNREACHABLE, "leads from one site to the next without an end"));
            return;
        }
        tools.add(this, inquiry.ask().url(), inquiry.asked(), delay);
    }

    @Override
    public Reaction take() {
        long start = System.nanoTime();
        exchanged = Exchanged.of(tools, inquiry.ask(), settings.times().total().minus(spent));
        spent = spent.plusNanos(System.nanoTime() - start);
        return exchanged.reaction();
    }

    @Override
    public void proceed() {
        Exchanged result = exchanged;
        exchanged = Exchanged.NOTHING;
        try {
            goOn(
                    result.answer().isPresent()
                            ? inquiry.answered(result.answer().get())
                            : inquiry.failed(result.failure().orElseGet(IOException::new)));
        } catch (RuntimeException | StackOverflowError e) {
            future.complete(LinkVerdict.without(LinkStatus.UNREACHABLE, "the answer could not be judged"));
        }
    }

    private void goOn(Inquiry.Step step) {
        if (step instanceof Inquiry.Step.End end) {
            future.complete(end.verdict());
        } else if (step instanceof Inquiry.Step.Again again) {
            again(again.otherwise());
        } else {
            send(Duration.ZERO);
        }
    }

    /** Tries once more after a pause, or ends with this verdict. */
    private void again(LinkVerdict verdict) {
        lastFailure = Optional.of(verdict);
        boolean hasTime = settings.times().total().compareTo(spent) > 0;
        if (hasTime && retries < settings.patience().attempts() - 1) {
            long base = settings.patience().backoff().toNanos() << Math.min(retries, 10);
            retries++;
            send(Duration.ofNanos(base / 2 + ThreadLocalRandom.current().nextLong(base + 1)));
        } else {
            future.complete(inquiry.soFar().orElse(verdict));
        }
    }

    @Override
    public void refuse(Refusal why, Duration pause) {
        String reason =
                switch (why) {
                    case NO_ANSWERS -> "the host did not answer several other requests in a row";
                    case TOO_MANY -> "the host asks to be left alone";
                    case STOPPED -> STOPPED;
                };
        LinkVerdict verdict = inquiry.soFar()
                .or(() -> lastFailure)
                .orElseGet(() -> LinkVerdict.without(LinkStatus.UNREACHABLE, reason));
        boolean isPause = why != Refusal.NO_ANSWERS && verdict.status() == LinkStatus.UNREACHABLE;
        future.complete(isPause ? verdict.retryAfter(pause) : verdict);
    }
}
