package io.releasemedia.net;

import java.io.IOException;

/** A server redirects in a way that is not followed: in a loop, too often, or from https to http. */
public final class RedirectException extends IOException {

    private static final long serialVersionUID = 1L;

    RedirectException(String message) {
        super(message);
    }
}
