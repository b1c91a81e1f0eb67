package io.releasemedia.api;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Answers what Tomcat itself refuses, before any filter sees it, with the contract's error body in place of Tomcat's
 * page. Tomcat makes it by its name, so it is public.
 */
public final class ErrorValve extends ErrorReportValve {

    private static final int LOWEST_ERROR = 400;
    /** What a path cannot hold (RFC 3986, section 3.3), and what Tomcat does not take in one. */
    private static final Pattern UNREADABLE =
            Pattern.compile("[^!-~]|[\"<>\\\\^`{|}\\[\\]]|(?i)%(?![0-9a-f]{2})|%00|%2f|%5c");

    private static final String BAD_REQUEST = ErrorAnswer.json("Bad request");

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < LOWEST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.reset();
            if (isNotFound(status, request)) {
                ErrorAnswer.NOT_FOUND.write(response);
            } else if (status == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
                ErrorAnswer.SERVER_ERROR.write(response);
            } else {
                response.setStatus(status);
                ErrorAnswer.write(response, BAD_REQUEST);
            }
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or has a part of another answer.
        }
    }

    /** A path that Tomcat cannot read is no path of the endpoint either. */
    private static boolean isNotFound(int status, Request request) {
        return status == HttpStatus.NOT_FOUND.value()
                || status == HttpStatus.METHOD_NOT_ALLOWED.value()
                || (status == HttpStatus.BAD_REQUEST.value() && hasUnreadablePath(request.getCoyoteRequest()));
    }

    private static boolean hasUnreadablePath(org.apache.coyote.Request request) {
        return request.getMethod() != null
                && (request.requestURI().isNull()
                        || UNREADABLE.matcher(request.requestURI().toString()).find());
    }
}
