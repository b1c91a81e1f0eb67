package io.releasemedia.api;

import io.releasemedia.testing.TestDatabase;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts releases and media into the database of a test. */
final class Catalogue {

    static final String UNAUTHORIZED = "{\"status\":\"error\",\"message\":\"Unauthorized\"}";
    static final String NOT_FOUND = "{\"status\":\"error\",\"message\":\"Resource not found\"}";
    static final String SERVER_ERROR = "{\"status\":\"error\",\"message\":\"Internal server error\"}";

    private final TestDatabase database;

    Catalogue(TestDatabase database) {
        this.database = database;
    }

    /** A new release without media. */
    UUID release(String tenant) {
        UUID id = UUID.randomUUID();
        database.jdbc()
                .sql("insert into release (id, tenant_id) values (?, ?)")
                .params(id, tenant)
                .update();
        return id;
    }

    /** An audio file of a release, or of a track of it. */
    void file(UUID release, @Nullable UUID track, int position, String cloudId, String metadata) {
        database.jdbc()
                .sql("""
                    insert into media
                        (release_id, track_id, position, cloud_id, cloud_url, type, name, is_link, release_path,
                             metadata)
                    values (?, ?, ?, ?, 'https://storage.example/a.mp3?X-Signature=s', 'audio', 'a b.mp3', false,
                        'tenant/releases/a.mp3', ?::jsonb)
                    """)
                .params(release, track, position, cloudId, metadata)
                .update();
    }

    /** A link of a release. */
    void link(UUID release, int position, String cloudId) {
        database.jdbc().sql("""
            insert into media (release_id, position, cloud_id, cloud_url, type, name, is_link, metadata)
            values (?, ?, ?, 'https://wetransfer.example/downloads/abc123', 'document', 'Press kit', true,
                '{"linkValidated": true}')
            """).params(release, position, cloudId).update();
    }

    static String path(UUID release) {
        return "/releases/" + release + "/media";
    }
}
