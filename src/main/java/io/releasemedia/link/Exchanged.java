package io.releasemedia.link;

import io.releasemedia.net.Deadline;
import io.releasemedia.net.FailureKind;
import io.releasemedia.net.Turn;
import io.releasemedia.net.WebResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of one request: an answer or a failure.
 *
 * @param reaction the same as far as the host is concerned
 */
record Exchanged(Optional<Answer> answer, Optional<IOException> failure, Turn.Reaction reaction) {

    static final Exchanged NOTHING = new Exchanged(Optional.empty(), Optional.empty(), Turn.Reaction.NONE);

    /** Sends a request and reads what is wanted of its answer, within the time that is left. */
    static Exchanged of(CheckTools tools, Ask ask, Duration left) {
        try (WebResponse response = tools.client().send(ask.request(Deadline.after(left)))) {
            Answer read = Answer.read(ask, response);
            tools.tally().answered();
            return new Exchanged(Optional.of(read), Optional.empty(), reaction(read));
        } catch (IOException e) {
            return failed(e, reaction(tools, FailureKind.of(e)));
        } catch (RuntimeException e) {
            return failed(new IOException(e), Turn.Reaction.NONE);
        }
    }

    private static Exchanged failed(IOException e, Turn.Reaction reaction) {
        return new Exchanged(Optional.empty(), Optional.of(e), reaction);
    }

    private static Turn.Reaction reaction(Answer read) {
        Optional<Duration> pause = read.pause();
        boolean tooMany = read.status() == 429 || (read.status() == 503 && pause.isPresent());
        return tooMany ? Turn.Reaction.tooMany(pause.orElse(Duration.ZERO)) : Turn.Reaction.ANSWERED;
    }

    private static Turn.Reaction reaction(CheckTools tools, FailureKind kind) {
        if (kind == FailureKind.BLOCKED || kind == FailureKind.NO_WEB_URL) {
            return Turn.Reaction.NONE;
        }
        if (kind.isReaction()) {
            tools.tally().answered();
        } else {
            tools.tally().failed();
        }
        return kind.isCertificate() ? Turn.Reaction.ANSWERED : Turn.Reaction.FAILED;
    }
}
