package io.releasemedia.net;

import java.io.IOException;

/** An address that {@link AddressPolicy} refuses; no connection to it was opened. */
public final class BlockedAddressException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String host;
    private final String reason;

    BlockedAddressException(String host, String reason) {
        super("refused: " + host + " " + reason);
        this.host = host;
        this.reason = reason;
    }

    /** The host as it was judged, in canonical form. */
    public String host() {
        return host;
    }

    /** What it is refused for, beginning with a verb: "is a loopback address". */
    public String reason() {
        return reason;
    }
}
