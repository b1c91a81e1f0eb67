package io.releasemedia.run;

import java.util.List;

/** What a run was to import has errors; nothing else was touched. */
final class RefusedInputException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedInputException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
