package io.releasemedia.link;

import io.releasemedia.net.BlockedAddressException;
import io.releasemedia.net.FailureKind;
import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebUrl;
import java.io.IOException;
import java.util.Optional;

/**
 * Which requests lead to the verdict on a link: what to ask first, and what to do after each answer. Sends nothing
 * itself.
 *
 * <p>{@code HEAD} comes first. {@code GET} follows where that is refused or says too little: a few bytes of a file, a
 * page as far as it is read. Redirects are followed here and not by the client, so that each hop is judged, waits for
 * its own host, and may turn out to be a provider's link or a login page.
 */
final class Inquiry {

    /** What to do next. */
    sealed interface Step {

        /** {@link #ask()} is to be sent. */
        record Send() implements Step {}

        /** {@link #ask()} is to be sent after a pause, or this is the verdict if that was done often enough. */
        record Again(LinkVerdict otherwise) implements Step {}

        /** The verdict. */
        record End(LinkVerdict verdict) implements Step {}
    }

    /** Whose rules hold. */
    private enum Stage {
        /** The provider's API is asked about the link. */
        API,
        /** The link is asked for as a downloader would. */
        DOWNLOAD,
        /** The link itself is asked for. */
        LINK
    }

    private final Providers providers;
    private final Judgement judgement;
    private final Route route;

    private WebUrl link;
    private Optional<Provider> provider;
    private Stage stage = Stage.LINK;
    private Ask ask;

    /** A verdict that waits for the link's own page to contradict it. */
    private Optional<LinkVerdict> suspicion = Optional.empty();

    /** What {@code HEAD} said before {@code GET} was tried for what is missing. */
    private Optional<LinkVerdict> headVerdict = Optional.empty();

    /** @param namesUser whether the link came with credentials */
    Inquiry(CheckTools tools, WebUrl url, boolean namesUser) {
        this.providers = tools.providers();
        this.judgement = tools.judgement();
        this.route = new Route(url, namesUser);
        this.link = url;
        this.provider = providers.of(url);
        this.ask = new Ask(Ask.Part.HEAD, url);
        route.restart(url);
        begin();
    }

    /** The request to send. */
    Ask ask() {
        return ask;
    }

    /** The provider that this request counts for. */
    Optional<Provider> asked() {
        return stage == Stage.API ? provider : providers.of(ask.url());
    }

    /** What is known already, though more is asked for. */
    Optional<LinkVerdict> soFar() {
        return headVerdict;
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

    /** After a request that ended without an answer. */
    Step failed(IOException e) {
        FailureKind kind = FailureKind.of(e);
        if (kind == FailureKind.BLOCKED && e instanceof BlockedAddressException blocked) {
            String how = route.hasLeft() ? "redirects to an address that is refused: " : "refused: ";
            return new Step.End(LinkVerdict.without(LinkStatus.BLOCKED, how + blocked.host() + " " + blocked.reason()));
        } else if (kind == FailureKind.NO_WEB_URL) {
            return new Step.End(LinkVerdict.without(LinkStatus.UNSUPPORTED, kind.sentence()));
        } else if (stage != Stage.LINK) {
            return askLink();
        }
        sampleForHead();
        LinkVerdict verdict = LinkVerdict.without(LinkStatus.UNREACHABLE, kind.sentence());
        return kind.mayPass() ? new Step.Again(verdict) : new Step.End(headVerdict.orElse(verdict));
    }

    /** Some servers mishandle HEAD in every way there is. */
    private void sampleForHead() {
        ask = ask.part() == Ask.Part.HEAD ? ask.of(Ask.Part.SAMPLE) : ask;
    }

    /** After an answer. */
    Step answered(Answer read) {
        Optional<String> location = read.redirect();
        if (read.status() == 429) {
            return tooMany(read);
        } else if (location.isPresent() && !(stage == Stage.API && read.isSuccess())) {
            return follow(read, location.get());
        } else if (stage == Stage.API) {
            return judgeApi(read);
        } else if (ask.part() == Ask.Part.HEAD) {
            return judgeHead(read);
        } else if (read.status() == 416 && ask.part() == Ask.Part.SAMPLE) {
            return send(ask.of(Ask.Part.PAGE));
        }
        return settle(read);
    }

    /** Asks again for the body, because a provider may mean the link and not the one who asks. */
    private Step tooMany(Answer read) {
        Optional<LinkVerdict> known = judgement.byRules(provider, read);
        if (stage != Stage.API && known.isPresent()) {
            return settleAs(known.get());
        }
        sampleForHead();
        return new Step.Again(withPause(read, judgement.byStatus(read)));
    }

    private static LinkVerdict withPause(Answer read, LinkVerdict verdict) {
        return read.pause().map(verdict::retryAfter).orElse(verdict);
    }

    private Step follow(Answer read, String location) {
        Route.Hop hop = route.next(read, location);
        if (hop.next().isPresent()) {
            return goTo(read, hop.next().get());
        } else if (hop.end().isEmpty()) {
            return settle(read);
        } else if (!hop.isEndless()) {
            return new Step.End(hop.end().get());
        } else if (stage != Stage.LINK) {
            return askLink();
        } else if (ask.part() == Ask.Part.HEAD) {
            return restart(Ask.Part.PAGE);
        }
        return settleAs(hop.end().get());
    }

    private Step goTo(Answer read, WebUrl next) {
        if (stage != Stage.API) {
            Optional<LinkVerdict> landing = judgement.ofLanding(provider, next, read.status());
            if (landing.isPresent()) {
                return new Step.End(landing.get());
            }
            Optional<Provider> other = providers.of(next);
            if (other.isPresent() && !other.equals(provider)) {
                provider = other;
                link = next;
                begin();
                return new Step.Send();
            }
        }
        return send(ask.at(next));
    }

    private Step send(Ask next) {
        ask = next;
        return new Step.Send();
    }

    private Step restart(Ask.Part part) {
        route.restart(link);
        return send(new Ask(part, link));
    }

    /** What a provider's API or download says nothing about is judged as any other link. */
    private Step askLink() {
        stage = Stage.LINK;
        return restart(Ask.Part.HEAD);
    }

    private Step judgeApi(Answer read) {
        Optional<Rule> rule = provider.flatMap(p -> Judgement.first(p.apiAnswers(), read));
        if (rule.isPresent()) {
            LinkVerdict said = LinkVerdict.from(
                    rule.get().verdict(),
                    read.status(),
                    link.toString(),
                    rule.get().reason());
            if (!rule.get().confirm()) {
                return new Step.End(said);
            }
            suspicion = Optional.of(said);
        }
        return askLink();
    }

    private Step judgeHead(Answer read) {
        boolean isFile = read.isSuccess() && !read.type().isEmpty() && !read.isPage();
        if (isFile && read.length().orElse(0) > 0 && read.status() != 206) {
            return settle(read);
        }
        if (isFile) {
            headVerdict = Optional.of(judgement.byStatus(read));
        }
        return send(ask.of(read.isSuccess() && read.isPage() ? Ask.Part.PAGE : Ask.Part.SAMPLE));
    }

    private Step settle(Answer read) {
        Optional<LinkVerdict> known = judgement.byRules(provider, read);
        LinkVerdict verdict = known.orElseGet(() -> judgement.byStatus(read));
        if (stage == Stage.DOWNLOAD && known.isEmpty() && verdict.status() != LinkStatus.OK) {
            return askLink();
        } else if (known.isEmpty() && mayPass(read.status())) {
            return new Step.Again(withPause(read, verdict));
        } else if (verdict.status() == LinkStatus.OK && route.endsAtFrontPage(read)) {
            return settleAs(Judgement.from(LinkStatus.UNREACHABLE, read, "redirects to the front page of its site"));
        }
        return settleAs(verdict);
    }

    private static boolean mayPass(int status) {
        return switch (status) {
            case 408, 425 -> true;
            case 501, 505, 511, 999 -> false;
            default -> status >= 500;
        };
    }

    private Step settleAs(LinkVerdict verdict) {
        return new Step.End(verdict.status() == LinkStatus.OK ? verdict : suspicion.orElse(verdict));
    }
}
