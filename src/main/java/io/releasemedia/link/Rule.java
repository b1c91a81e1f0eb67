package io.releasemedia.link;

import io.releasemedia.net.WebUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A row of {@code providers.yaml}: what an answer looks like, and what it means. All conditions that a row names have
 * to hold.
 *
 * @param status one of these; empty: any
 * @param lands the answering URL, as {@code host/path}
 * @param title found in the page's title or first heading, or in all of its text if that is short
 * @param text one of these is in what people see of the page, in lower case; empty: any
 * @param raw one of these is anywhere in the body, in lower case; empty: any
 * @param header a header by its name with a pattern for its value
 * @param code one of these is the code of a storage service's error; empty: any
 * @param notMedia not if the page presents music or a video, whose name may be anything
 * @param confirm whether the verdict only holds if the link's own page is not there either
 * @param retryAfter when asking again may be worthwhile
 */
record Rule(
        Set<Integer> status,
        Optional<Pattern> lands,
        Optional<Pattern> title,
        List<String> text,
        List<String> raw,
        Optional<HeaderValue> header,
        Set<String> code,
        boolean notMedia,
        boolean confirm,
        Optional<Duration> retryAfter,
        LinkStatus verdict,
        String reason) {

    /** A header's name and what is found in its value. */
    record HeaderValue(String name, Pattern value) {}

    boolean fits(Answer answer) {
        return (status.isEmpty() || status.contains(answer.status()))
                && landsAt(answer.url())
                && (title.isEmpty() || isInTitle(title.get(), answer.page()))
                && (text.isEmpty() || text.stream().anyMatch(answer.page().visible()::contains))
                && (raw.isEmpty() || raw.stream().anyMatch(answer.page().plain()::contains))
                && (code.isEmpty() || code.contains(answer.page().code()))
                && (header.isEmpty() || isInHeader(header.get(), answer))
                && !(notMedia && answer.page().presentsMedia());
    }

    /** Whether the URL alone decides, so that it need not be asked for. */
    boolean isAboutLandingOnly() {
        return lands.isPresent()
                && status.isEmpty()
                && title.isEmpty()
                && text.isEmpty()
                && raw.isEmpty()
                && code.isEmpty()
                && header.isEmpty();
    }

    boolean decides(WebUrl url) {
        return isAboutLandingOnly() && landsAt(url);
    }

    private boolean landsAt(WebUrl url) {
        return lands.isEmpty() || lands.get().matcher(url.host() + url.path()).find();
    }

    private static boolean isInTitle(Pattern pattern, Page page) {
        return page.headlines().stream().anyMatch(line -> pattern.matcher(line).find());
    }

    private static boolean isInHeader(HeaderValue wanted, Answer answer) {
        return answer.header()
                .apply(wanted.name())
                .filter(value -> wanted.value().matcher(value).find())
                .isPresent();
    }
}
