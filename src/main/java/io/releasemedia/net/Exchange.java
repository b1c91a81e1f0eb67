package io.releasemedia.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * One request under way, which a watchdog cuts at the deadline.
 *
 * @param silence how long one waits for the next byte
 * @param watch the watchdog's task
 */
record Exchange(WebUrl url, HttpUriRequestBase request, Deadline deadline, Duration silence, Future<?> watch) {

    /** Closes the connection at once, whoever is reading from it. */
    void cut() {
        request.abort();
    }

    void unwatch() {
        watch.cancel(false);
    }

    /** What a failure was: a cut connection fails in many ways. */
    IOException explained(IOException e) {
        if (deadline.isOver()) {
            return new DeadlineExceededException(url);
        }
        return e instanceof SocketTimeoutException ? new SilentServerException(url, silence, e) : e;
    }
}
