package io.releasemedia.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns failures of requests into the contract's errors; what happened goes to the log only. */
@RestControllerAdvice
final class ErrorAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    @ExceptionHandler
    void answer(Exception failure, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return; // The client left, or has a part of the answer.
        }
        response.reset();
        if (failure instanceof ErrorResponse refusal && refusal.getStatusCode().is4xxClientError()) {
            ErrorAnswer.NOT_FOUND.write(response);
            return;
        }
        if (failure instanceof SQLException) {
            LOG.error("a request failed: {}", failure.toString());
        } else {
            LOG.error("a request failed", failure);
        }
        ErrorAnswer.SERVER_ERROR.write(response);
    }
}
