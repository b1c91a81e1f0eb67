package io.releasemedia.source;

import java.io.IOException;

/** An answer that breaks the protocol in a way that asking again would not mend. */
final class UnusableAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String message) {
        super(message);
    }
}
