package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.catalog.StoredRelease;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A catalogue of some releases; it knows no times, so that every release counts as changed. */
final class InMemoryCatalog implements CatalogSnapshot {

    private final List<Release> releases;
    private Optional<IOException> failure = Optional.empty();
    private int read;

    InMemoryCatalog(Release... releases) {
        this.releases =
                Stream.of(releases).sorted(Comparator.comparing(Release::id)).toList();
    }

    /** Lets reading fail after the last release. */
    InMemoryCatalog failing(String message) {
        failure = Optional.of(new IOException(message));
        return this;
    }

    /** How many releases were read, not counting those whose fingerprint alone was asked for. */
    int read() {
        return read;
    }

    static Release release(String id, String tenant, Media... media) {
        return new Release(
                ReleaseId.parse(id).orElseThrow(), tenant, Optional.empty(), Optional.empty(), List.of(media));
    }

    static Media media(String cloudId, String metadata) {
        return new Media(
                Optional.empty(),
                cloudId,
                "https://storage.example/" + cloudId + "?sig=secret",
                MediaType.AUDIO,
                "n",
                false,
                Optional.empty(),
                MediaMetadata.parse(metadata));
    }

    @Override
    public void forEachRelease(ReleaseScope scope, Visitor<StoredRelease> visitor) throws IOException {
        for (Release release : within(scope)) {
            read++;
            visitor.visit(new Stored(release));
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private record Stored(Release release) implements StoredRelease {

        @Override
        public ReleaseId id() {
            return release.id();
        }

        @Override
        public int mediaCount() {
            return release.media().size();
        }

        @Override
        public long size() {
            return ReleaseJson.render(release.media()).length;
        }

        @Override
        public ReleaseFingerprint fingerprint() {
            return InMemoryCatalog.fingerprint(release);
        }
    }

    @Override
    public void forEachFingerprint(ReleaseScope scope, Visitor<ReleaseFingerprint> visitor) throws IOException {
        for (Release release : within(scope)) {
            visitor.visit(fingerprint(release));
        }
    }

    @Override
    public List<String> tenants(ReleaseScope scope) {
        return within(scope).stream().map(Release::tenantId).distinct().sorted().toList();
    }

    @Override
    public void close() {}

    private List<Release> within(ReleaseScope scope) {
        return releases.stream()
                .filter(release -> scope.tenants().isEmpty() || scope.tenants().contains(release.tenantId()))
                .filter(release ->
                        scope.releases().isEmpty() || scope.releases().contains(release.id()))
                .toList();
    }

    private static ReleaseFingerprint fingerprint(Release release) {
        String hash =
                StagedFile.entry(ReleaseJson.render(release.media()), 0, "").sha256();
        return new ReleaseFingerprint(release.id(), release.tenantId(), hash.substring(0, 32));
    }
}
