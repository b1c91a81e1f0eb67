package io.releasemedia.link;

import io.releasemedia.net.WebUrl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What an answer means by the general rule, after the rows that know more. */
final class Judgement {

    private final Providers providers;
    private final Clock clock;

    Judgement(Providers providers, Clock clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** What a redirect's target says by itself, such as a login page. */
    Optional<LinkVerdict> ofLanding(Optional<Provider> provider, WebUrl target, int status) {
        return provider.map(Provider::answers)
                .flatMap(rules -> landing(rules, target))
                .or(() -> landing(providers.general(), target))
                .map(rule -> LinkVerdict.from(rule.verdict(), status, target.toString(), rule.reason()));
    }

    private static Optional<Rule> landing(List<Rule> rules, WebUrl target) {
        return rules.stream().filter(rule -> rule.decides(target)).findFirst();
    }

    /** The first row that fits; what a URL says by itself holds for redirects, not for links as people sent them. */
    static Optional<Rule> first(List<Rule> rules, Answer answer) {
        return rules.stream()
                .filter(rule -> !rule.isAboutLandingOnly() && rule.fits(answer))
                .findFirst();
    }

    /** By the first row that fits, the provider's before the general ones. */
    Optional<LinkVerdict> byRules(Optional<Provider> provider, Answer answer) {
        return provider.flatMap(p -> first(p.answers(), answer))
                .or(() -> first(providers.general(), answer))
                .map(rule -> byRule(rule, answer));
    }

    static LinkVerdict byRule(Rule rule, Answer answer) {
        LinkVerdict said = from(rule.verdict(), answer, rule.reason());
        LinkVerdict verdict = rule.retryAfter().map(said::retryAfter).orElse(said);
        return rule.verdict() == LinkStatus.OK && !answer.isPage() ? withFile(verdict, answer) : verdict;
    }

    /** By the status and the kind of what came. */
    LinkVerdict byStatus(Answer answer) {
        int status = answer.status();
        if (answer.isSuccess()) {
            return ofSuccess(answer);
        }
        if (status == 400 || status == 401 || status == 403) {
            if (SignedUrl.end(answer.url())
                    .filter(end -> end.isBefore(clock.instant()))
                    .isPresent()) {
                return from(
                        LinkStatus.EXPIRED, answer, "answers " + status + ", and the time of its signature is over");
            }
        }
        return switch (status) {
            case 401 -> from(LinkStatus.GATED, answer, "answers 401: asks for a login");
            case 402 -> from(LinkStatus.GATED, answer, "answers 402: asks for a payment");
            case 403 -> from(LinkStatus.GATED, answer, "answers 403: refuses access");
            case 407, 423, 511 -> from(LinkStatus.GATED, answer, "answers " + status + ": asks for a permission");
            case 451 -> from(LinkStatus.GATED, answer, "answers 451: withheld for legal reasons");
            case 404 -> from(LinkStatus.DEAD, answer, "answers 404: not found");
            case 410 -> from(LinkStatus.DEAD, answer, "answers 410: gone");
            case 429 -> from(LinkStatus.UNREACHABLE, answer, "answers 429: too many requests");
            case 999 -> from(LinkStatus.UNREACHABLE, answer, "answers 999: refuses automatic requests");
            default -> from(LinkStatus.UNREACHABLE, answer, "answers " + status + described(status));
        };
    }

    private static String described(int status) {
        if (status >= 500) {
            return ": the server has a problem";
        }
        return status >= 400 ? ": does not accept the request" : " without a place to go to";
    }

    private static LinkVerdict ofSuccess(Answer answer) {
        String said = "answers " + answer.status();
        if (answer.isPage() && !answer.isEmpty()) {
            return from(LinkStatus.OK, answer, said + " with a page");
        }
        if (answer.isEmpty() || answer.status() == 204 || answer.status() == 205) {
            return from(LinkStatus.UNREACHABLE, answer, said + " with nothing in it");
        }
        String type = answer.type();
        return withFile(
                from(LinkStatus.OK, answer, said + (type.isEmpty() ? " with a file" : " with " + type)), answer);
    }

    private static LinkVerdict withFile(LinkVerdict verdict, Answer answer) {
        String type = answer.type();
        boolean known = answer.length().orElse(0) > 0;
        return verdict.file(
                type.isEmpty() ? Optional.empty() : Optional.of(type), known ? answer.length() : OptionalLong.empty());
    }

    static LinkVerdict from(LinkStatus status, Answer answer, String reason) {
        return LinkVerdict.from(status, answer.status(), answer.url().toString(), reason);
    }
}
