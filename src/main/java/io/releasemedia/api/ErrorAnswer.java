package io.releasemedia.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** The contract's error bodies: {@code {"status":"error","message":…}}, and nothing that tells more. */
enum ErrorAnswer {
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "Unauthorized"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "Resource not found"),
    SERVER_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Internal server error");

    /** Browsers are to believe the content type; every answer says so. */
    static final String NO_SNIFFING = "X-Content-Type-Options";

    private static final String NOT_KEPT = "no-store";

    private final HttpStatus status;
    private final String body;

    ErrorAnswer(HttpStatus status, String message) {
        this.status = status;
        this.body = json(message);
    }

    /** The answer to what the contract does not name but HTTP does, such as a request line that is none. */
    static String json(String message) {
        return "{\"status\":\"error\",\"message\":\"" + message + "\"}";
    }

    /** Into a response that nothing was written to. */
    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        write(response, body);
    }

    /** An error body into a response that has its status. */
    static void write(HttpServletResponse response, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, NOT_KEPT);
        response.setHeader(NO_SNIFFING, "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
