package io.releasemedia.enrich;

/** Is told of progress; called by many threads. */
@FunctionalInterface
public interface WorkListener {

    /** So many more records were looked at, or needed no look. */
    void looked(long records);
}
