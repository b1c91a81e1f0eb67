package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.link.DeadRule;
import io.releasemedia.link.FailureHistory;
import io.releasemedia.link.LinkChecker;
import io.releasemedia.link.LinkStatus;
import io.releasemedia.link.LinkVerdict;
import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.probe.child.MediaProbe;
import io.releasemedia.probe.child.ProbeRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a link's verdict means for its record: the keys {@code linkValidated}, {@code link…}, {@code httpStatus} and
 * {@code finalUrl}, and, for a link that leads to media, the facts of the file if they are wanted.
 */
public final class LinkResults {

    /** A link that may recover is checked again after this time, or after what its host asks for. */
    private static final Duration SOON = Duration.ofHours(24);

    private static final String ENGINE = "link";

    private final LinkChecker checker;
    private final Optional<MediaProbe> fileProbe;
    private final Duration recheckAfter;
    private final DeadRule deadRule;
    private final Clock clock;

    /**
     * For the results of one run.
     *
     * @param fileProbe absent: links are judged, their files are not probed
     * @param recheckAfter until a link that was judged is checked again
     */
    public LinkResults(
            LinkChecker checker,
            Optional<MediaProbe> fileProbe,
            Duration recheckAfter,
            DeadRule deadRule,
            Clock clock) {
        this.checker = checker;
        this.fileProbe = fileProbe;
        this.recheckAfter = recheckAfter;
        this.deadRule = deadRule;
        this.clock = clock;
    }

    /** What a verdict gave, once the file that the link leads to is probed as well, if it is. */
    CompletableFuture<LookResult> of(DueRecord record, LinkVerdict answer) {
        if (fileProbe.isEmpty()
                || answer.status() != LinkStatus.OK
                || answer.mimeType().isEmpty()) {
            return CompletableFuture.completedFuture(result(record, answer, Optional.empty()));
        }
        ProbeRequest request = new ProbeRequest(
                record.cloudUrl(), Expectation.ofType(record.type().key()));
        return checker.inTurn(record.cloudUrl(), () -> fileProbe.get().probe(request))
                .thenApply(found -> result(record, answer, found.filter(probed -> probed.status() == ProbeStatus.OK)));
    }

    /** Two processes ended while they checked the link, which says nothing about it: it is due again when all others are. */
    LookResult fatal(DueRecord record) {
        LinkVerdict verdict = LinkVerdict.without(LinkStatus.UNREACHABLE, "ended the checking process twice")
                .retryAfter(recheckAfter);
        return result(record, verdict, Optional.empty());
    }

    private LookResult result(DueRecord record, LinkVerdict answer, Optional<ProbeResult> file) {
        Instant now = clock.instant();
        // While nobody at all answers it is rather our own network that is down, which is nobody's failure.
        FailureHistory failures = checker.nothingAnswers()
                ? record.linkFailures()
                : record.linkFailures().after(answer, now, deadRule);
        LinkVerdict verdict = checker.nothingAnswers() ? answer : failures.judged(answer, deadRule);
        Map<String, Object> facts = new LinkedHashMap<>();
        Map<String, String> engine = new LinkedHashMap<>();
        verdict.mimeType().ifPresent(type -> facts.put("mimeType", type));
        verdict.fileSize().ifPresent(size -> facts.put("fileSize", size));
        file.ifPresent(probed -> {
            facts.putAll(probed.metadata());
            engine.putAll(probed.engine());
        });
        verdict.linkValidated().ifPresent(valid -> facts.put("linkValidated", valid));
        facts.put("linkStatus", verdict.status().key());
        facts.put("linkCheckedAt", now.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("linkReason", verdict.reason());
        verdict.httpStatus().ifPresent(status -> facts.put("httpStatus", status));
        verdict.finalUrl().ifPresent(url -> facts.put("finalUrl", url));
        facts.keySet().forEach(key -> engine.putIfAbsent(key, ENGINE));
        return new LookResult(
                record,
                Optional.of(verdict.status().key()),
                verdict.linkValidated().isPresent() ? LookResult.Outcome.ESTABLISHED : LookResult.Outcome.ADDED,
                verdict.status() == LinkStatus.OK ? Optional.empty() : Optional.of(verdict.reason()),
                MediaMetadata.of(facts),
                engine,
                "",
                Optional.of(nextCheck(verdict)),
                failures);
    }

    private Duration nextCheck(LinkVerdict verdict) {
        if (verdict.status() != LinkStatus.UNREACHABLE) {
            return recheckAfter;
        }
        Duration wait = verdict.retryAfter().orElse(SOON);
        return wait.compareTo(recheckAfter) < 0 ? wait : recheckAfter;
    }
}
