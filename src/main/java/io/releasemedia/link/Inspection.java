package io.releasemedia.link;

import io.releasemedia.net.BlockedAddressException;
import io.releasemedia.net.FailureKind;
import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.Turn;
import io.releasemedia.net.WebUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The check of one link: a sequence of requests, each of which waits for its host's turn, until one answer decides.
 *
 * <p>{@code HEAD} comes first. {@code GET} follows where that is refused or says too little: a few bytes of a file, a
 * page as far as it is read. Redirects are followed here and not by the client, so that each hop is judged, waits for
 * its own host, and may turn out to be a provider's link or a login page.
 */
final class Inspection implements Turn {

    /** Whose rules hold. */
    private enum Stage {
        /** The provider's API is asked about the link. */
        API,
        /** The link is asked for as a downloader would. */
        DOWNLOAD,
        /** The link itself is asked for. */
        LINK
    }

    /** No link needs so many; providers that send on to each other could go on for ever. */
    private static final int MAX_REQUESTS = 24;

    private static final String STOPPED = "the check was stopped before there was an answer";

    private final CheckTools tools;
    private final Route route;
    private final CompletableFuture<LinkVerdict> future = new CompletableFuture<>();

    private WebUrl link;
    private Optional<Provider> provider;
    private Stage stage = Stage.LINK;
    private Ask ask;
    private int requests;
    private int retries;
    private Duration spent = Duration.ZERO;
    private Exchanged exchanged = Exchanged.NOTHING;
    private Optional<LinkVerdict> lastFailure = Optional.empty();

    /** A verdict that waits for the link's own page to contradict it. */
    private Optional<LinkVerdict> suspicion = Optional.empty();

    /** What {@code HEAD} said before {@code GET} was tried for what is missing. */
    private Optional<LinkVerdict> headVerdict = Optional.empty();

    Inspection(CheckTools tools, WebUrl url, boolean namesUser) {
        this.tools = tools;
        this.route = new Route(url, namesUser);
        this.link = url;
        this.provider = tools.providers().of(url);
        this.ask = new Ask(Ask.Part.HEAD, url);
    }

    /** Begins; the verdict comes later. */
    CompletableFuture<LinkVerdict> start() {
        route.restart(link);
        begin();
        send(Duration.ZERO);
        return future;
    }

    /** Ends the check if it is still under way. */
    void stop() {
        finish(LinkVerdict.without(LinkStatus.UNREACHABLE, STOPPED).retryAfter(Duration.ZERO));
    }

    /** The first request for a link, or for what a redirect led to. */
    private void begin() {
        stage = Stage.LINK;
        ask = new Ask(Ask.Part.HEAD, link);
        try {
            Optional<WebUrl> api = provider.isPresent() ? provider.get().apiFor(link) : Optional.empty();
            Optional<WebUrl> download = provider.flatMap(p -> p.downloadOf(link));
            if (api.isPresent()) {
                stage = Stage.API;
                ask = new Ask(Ask.Part.PAGE, api.get());
            } else if (download.isPresent()) {
                stage = Stage.DOWNLOAD;
                ask = new Ask(Ask.Part.HEAD, download.get());
            }
        } catch (InvalidUrlException e) {
            stage = Stage.LINK;
        }
    }

    private void send(Duration delay) {
        if (requests++ == MAX_REQUESTS) {
            finish(LinkVerdict.without(LinkStatus.UNREACHABLE, "leads from one site to the next without an end"));
            return;
        }
        Optional<Provider> shared = (stage == Stage.API
                        ? provider
                        : tools.providers().of(ask.url()))
                .filter(p -> p.perSecond().isPresent());
        double usual = tools.settings().perHostPerSecond();
        if (shared.isPresent()) {
            double rate = Math.min(usual, shared.get().perSecond().orElse(usual));
            tools.turns().add("provider " + shared.get().name(), rate, this, delay);
        } else {
            tools.turns().add(ask.url().authority(), usual, this, delay);
        }
    }

    @Override
    public Reaction take() {
        long start = System.nanoTime();
        exchanged = Exchanged.of(tools, ask, tools.settings().total().minus(spent));
        spent = spent.plusNanos(System.nanoTime() - start);
        return exchanged.reaction();
    }

    @Override
    public void proceed() {
        Exchanged result = exchanged;
        exchanged = Exchanged.NOTHING;
        try {
            if (result.answer().isPresent()) {
                answered(result.answer().get());
            } else {
                failed(result.failure().orElseGet(IOException::new));
            }
        } catch (RuntimeException e) {
            finish(LinkVerdict.without(LinkStatus.UNREACHABLE, "the answer could not be judged"));
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
        LinkVerdict verdict =
                headVerdict.or(() -> lastFailure).orElseGet(() -> LinkVerdict.without(LinkStatus.UNREACHABLE, reason));
        boolean isPause = why != Refusal.NO_ANSWERS && verdict.status() == LinkStatus.UNREACHABLE;
        finish(isPause ? verdict.retryAfter(pause) : verdict);
    }

    private void failed(IOException e) {
        FailureKind kind = FailureKind.of(e);
        if (kind == FailureKind.BLOCKED && e instanceof BlockedAddressException blocked) {
            String how = route.hasLeft() ? "redirects to an address that is refused: " : "refused: ";
            finish(LinkVerdict.without(LinkStatus.BLOCKED, how + blocked.host() + " " + blocked.reason()));
        } else if (kind == FailureKind.NO_WEB_URL) {
            finish(LinkVerdict.without(LinkStatus.UNSUPPORTED, kind.sentence()));
        } else if (stage != Stage.LINK) {
            askLink();
        } else {
            // Some servers mishandle HEAD in every way there is.
            ask = ask.part() == Ask.Part.HEAD ? ask.of(Ask.Part.SAMPLE) : ask;
            again(kind.mayPass(), LinkVerdict.without(LinkStatus.UNREACHABLE, kind.sentence()));
        }
    }

    /** Tries once more after a pause, or ends with this verdict. */
    private void again(boolean mayPass, LinkVerdict verdict) {
        lastFailure = Optional.of(verdict);
        boolean hasTime = tools.settings().total().compareTo(spent) > 0;
        if (mayPass && hasTime && retries < tools.settings().attempts() - 1) {
            long base = tools.settings().backoff().toNanos() << Math.min(retries, 10);
            retries++;
            send(Duration.ofNanos(base / 2 + ThreadLocalRandom.current().nextLong(base + 1)));
        } else {
            finish(headVerdict.orElse(verdict));
        }
    }

    private void answered(Answer read) {
        Optional<String> location = read.redirect();
        if (read.status() == 429) {
            tooMany(read);
        } else if (location.isPresent() && !(stage == Stage.API && read.isSuccess())) {
            follow(read, location.get());
        } else if (stage == Stage.API) {
            judgeApi(read);
        } else if (ask.part() == Ask.Part.HEAD) {
            judgeHead(read);
        } else if (read.status() == 416 && ask.part() == Ask.Part.SAMPLE) {
            ask = ask.of(Ask.Part.PAGE);
            send(Duration.ZERO);
        } else {
            settle(read);
        }
    }

    /** Asks again for the body, because a provider may mean the link and not the one who asks. */
    private void tooMany(Answer read) {
        Optional<LinkVerdict> known = tools.judgement().byRules(provider, read);
        if (stage != Stage.API && known.isPresent()) {
            settleAs(known.get());
            return;
        }
        ask = ask.part() == Ask.Part.HEAD ? ask.of(Ask.Part.SAMPLE) : ask;
        again(true, withPause(read, tools.judgement().byStatus(read)));
    }

    private static LinkVerdict withPause(Answer read, LinkVerdict verdict) {
        return read.pause().map(verdict::retryAfter).orElse(verdict);
    }

    private void follow(Answer read, String location) {
        Route.Hop hop = route.next(read, location);
        if (hop.next().isPresent()) {
            goTo(read, hop.next().get());
        } else if (hop.end().isEmpty()) {
            settle(read);
        } else if (!hop.isEndless()) {
            finish(hop.end().get());
        } else if (stage != Stage.LINK) {
            askLink();
        } else if (ask.part() == Ask.Part.HEAD) {
            restart(Ask.Part.PAGE);
        } else {
            settleAs(hop.end().get());
        }
    }

    private void goTo(Answer read, WebUrl next) {
        if (stage != Stage.API) {
            Optional<LinkVerdict> landing = tools.judgement().ofLanding(provider, next, read.status());
            if (landing.isPresent()) {
                finish(landing.get());
                return;
            }
            Optional<Provider> other = tools.providers().of(next);
            if (other.isPresent() && !other.equals(provider)) {
                provider = other;
                link = next;
                begin();
                send(Duration.ZERO);
                return;
            }
        }
        ask = ask.at(next);
        send(Duration.ZERO);
    }

    private void restart(Ask.Part part) {
        route.restart(link);
        ask = new Ask(part, link);
        send(Duration.ZERO);
    }

    /** What a provider's API or download says nothing about is judged as any other link. */
    private void askLink() {
        stage = Stage.LINK;
        restart(Ask.Part.HEAD);
    }

    private void judgeApi(Answer read) {
        Optional<Rule> rule = provider.flatMap(p -> Judgement.first(p.apiAnswers(), read));
        if (rule.isPresent()) {
            LinkVerdict said = LinkVerdict.from(
                    rule.get().verdict(),
                    read.status(),
                    link.toString(),
                    rule.get().reason());
            if (!rule.get().confirm()) {
                finish(said);
                return;
            }
            suspicion = Optional.of(said);
        }
        askLink();
    }

    private void judgeHead(Answer read) {
        boolean isFile = read.isSuccess() && !read.type().isEmpty() && !read.isPage();
        if (isFile && read.length().orElse(0) > 0 && read.status() != 206) {
            settle(read);
            return;
        }
        if (isFile) {
            headVerdict = Optional.of(tools.judgement().byStatus(read));
        }
        ask = ask.of(read.isSuccess() && read.isPage() ? Ask.Part.PAGE : Ask.Part.SAMPLE);
        send(Duration.ZERO);
    }

    private void settle(Answer read) {
        Optional<LinkVerdict> known = tools.judgement().byRules(provider, read);
        LinkVerdict verdict = known.orElseGet(() -> tools.judgement().byStatus(read));
        if (stage == Stage.DOWNLOAD && known.isEmpty() && verdict.status() != LinkStatus.OK) {
            askLink();
        } else if (known.isEmpty() && mayPass(read.status())) {
            again(true, withPause(read, verdict));
        } else if (verdict.status() == LinkStatus.OK && route.endsAtFrontPage(read)) {
            settleAs(Judgement.from(LinkStatus.UNREACHABLE, read, "redirects to the front page of its site"));
        } else {
            settleAs(verdict);
        }
    }

    private static boolean mayPass(int status) {
        return switch (status) {
            case 408, 425 -> true;
            case 501, 505, 511, 999 -> false;
            default -> status >= 500;
        };
    }

    private void settleAs(LinkVerdict verdict) {
        finish(verdict.status() == LinkStatus.OK ? verdict : suspicion.orElse(verdict));
    }

    private void finish(LinkVerdict verdict) {
        future.complete(verdict);
    }
}
