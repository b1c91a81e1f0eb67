package io.releasemedia.source;

import io.releasemedia.net.WebResponse;

/**
 * Which state of a remote file an answer came from (RFC 9110, section 8.8).
 *
 * @param etag entity tag as sent, empty if absent
 * @param lastModified date as sent, empty if absent
 */
record Revision(String etag, String lastModified) {

    static final Revision UNKNOWN = new Revision("", "");

    static Revision of(WebResponse response) {
        return new Revision(
                response.header("ETag").orElse(""),
                response.header("Last-Modified").orElse(""));
    }

    /** Value for {@code If-Range}: a strong entity tag, else the date; empty if neither is known. */
    String condition() {
        return etag.isEmpty() || etag.startsWith("W/") ? lastModified : etag;
    }

    /** Whether another answer contradicts this one. */
    boolean differs(Revision other) {
        return bothKnown(etag, other.etag) ? !etag.equals(other.etag) : !sameDate(other);
    }

    /** Whether another answer is proven to be of the same state. */
    boolean isProvenBy(Revision other) {
        return bothKnown(etag, other.etag)
                ? etag.equals(other.etag)
                : bothKnown(lastModified, other.lastModified) && lastModified.equals(other.lastModified);
    }

    private boolean sameDate(Revision other) {
        return !bothKnown(lastModified, other.lastModified) || lastModified.equals(other.lastModified);
    }

    private static boolean bothKnown(String one, String other) {
        return !one.isEmpty() && !other.isEmpty();
    }
}
