package io.releasemedia.source;

import java.io.IOException;

/** A server answered, but not with the media: refused, missing, overloaded, broken. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status HTTP status
     * @param code the error code of a storage service's answer such as {@code ExpiredToken}; empty if there is none
     */
    HttpStatusException(String name, int status, String code) {
        super(name + ": " + meaning(status) + " (HTTP " + status + (code.isEmpty() ? ")" : ", " + code + ")"));
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 -> "the server asks for a login";
            case 403 -> "the server refuses access";
            case 404 -> "not found on the server";
            case 410 -> "gone from the server";
            case 429 -> "the server takes no more requests for now";
            default -> status >= 500 ? "the server failed" : "the server did not answer with a file";
        };
    }
}
