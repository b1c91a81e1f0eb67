package io.releasemedia.catalog;

import java.io.IOException;
import java.util.List;

/** The catalogue as of one instant, whatever is written to it meanwhile. All methods throw if it cannot be read. */
public interface CatalogSnapshot extends AutoCloseable {

    /** Takes releases, or what is known of them, one by one. */
    @FunctionalInterface
    interface Visitor<T> {
        /** Called once a release, in the order of {@link ReleaseId}. */
        void visit(T release) throws IOException;
    }

    /** Shows every release of the scope, in constant memory. */
    void forEachRelease(ReleaseScope scope, Visitor<StoredRelease> visitor) throws IOException;

    /** Shows the fingerprint of every release of the scope, in constant memory. */
    void forEachFingerprint(ReleaseScope scope, Visitor<ReleaseFingerprint> visitor) throws IOException;

    /** The tenants that have releases in the scope, sorted. */
    List<String> tenants(ReleaseScope scope) throws IOException;

    @Override
    void close() throws IOException;
}
