package io.releasemedia.catalog;

import java.util.List;

/** A file was not imported, nothing of it; each problem names the line or file and what was expected. */
public final class ImportException extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of strings
    private final List<String> problems;

    ImportException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: {@code catalogue.ndjson:17: type must be one of audio, video, image, document}. */
    public List<String> problems() {
        return problems;
    }
}
