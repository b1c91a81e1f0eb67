package io.releasemedia.link;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was found out about a link.
 *
 * @param httpStatus of the answer that decided
 * @param finalUrl where that answer came from, without its query
 * @param reason a sentence without its full stop, never empty: "answers 200 with audio/mpeg"
 * @param mimeType what the link leads to, if that is a file and not a page
 * @param fileSize in bytes, if it leads to a file and the server tells
 * @param definite for {@link LinkStatus#DEAD}: the server said so, it is not a guess from failures
 * @param retryAfter how long the host wants not to be asked; zero: the check itself was stopped
 */
public record LinkVerdict(
        LinkStatus status,
        OptionalInt httpStatus,
        Optional<String> finalUrl,
        String reason,
        Optional<String> mimeType,
        OptionalLong fileSize,
        boolean definite,
        Optional<Duration> retryAfter) {

    /** A verdict without an answer. */
    public static LinkVerdict without(LinkStatus status, String reason) {
        return new LinkVerdict(
                status,
                OptionalInt.empty(),
                Optional.empty(),
                reason,
                Optional.empty(),
                OptionalLong.empty(),
                false,
                Optional.empty());
    }

    /** A verdict from an answer. */
    static LinkVerdict from(LinkStatus status, int httpStatus, String finalUrl, String reason) {
        return new LinkVerdict(
                status,
                OptionalInt.of(httpStatus),
                Optional.of(finalUrl),
                reason,
                Optional.empty(),
                OptionalLong.empty(),
                status == LinkStatus.DEAD,
                Optional.empty());
    }

    /** The same about a file. */
    LinkVerdict file(Optional<String> type, OptionalLong size) {
        return new LinkVerdict(status, httpStatus, finalUrl, reason, type, size, definite, retryAfter);
    }

    /** The same with a pause that the host asks for. */
    public LinkVerdict retryAfter(Duration wait) {
        return new LinkVerdict(status, httpStatus, finalUrl, reason, mimeType, fileSize, definite, Optional.of(wait));
    }

    /** The record's {@code linkValidated}; empty: it keeps the value it has. */
    public Optional<Boolean> linkValidated() {
        return status == LinkStatus.UNREACHABLE ? Optional.empty() : Optional.of(status == LinkStatus.OK);
    }

    /**
     * Whether it counts towards being dead. A host that is there and only does not let one in now does not: 401, 403,
     * 429, a pause asked for.
     */
    boolean isFailure() {
        if (status != LinkStatus.UNREACHABLE || retryAfter.isPresent()) {
            return false;
        }
        return switch (httpStatus.orElse(0)) {
            case 202, 401, 403, 429, 999 -> false;
            default -> true;
        };
    }
}
