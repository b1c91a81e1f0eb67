package io.releasemedia.api;

import java.util.Objects;

/** The server's settings cannot be used; the message names the setting and says what to do. */
public final class SettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
