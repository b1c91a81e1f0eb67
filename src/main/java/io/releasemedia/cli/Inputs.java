package io.releasemedia.cli;

/** What people type as INPUT. */
final class Inputs {

    private Inputs() {}

    /** An input as it may be printed: a URL without its query, which may hold a signature. */
    static String shown(String input) {
        int query = input.contains("://") ? input.indexOf('?') : -1;
        return query < 0 ? input : input.substring(0, query);
    }
}
