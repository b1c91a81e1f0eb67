package io.releasemedia.net;

import java.io.IOException;

/** The total time allowed for an exchange ran out, whatever the server was doing at that moment. */
public final class DeadlineExceededException extends IOException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException(WebUrl url) {
        super(url + ": not answered within the time allowed");
    }
}
