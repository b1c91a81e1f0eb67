package io.releasemedia.api;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The media of a release, and of one of its tracks; the principal's name is the tenant. It writes the answers itself:
 * Spring's way from a result to a response costs more than the query.
 */
@RestController
final class MediaController {

    static final String RELEASE = "/releases/{id}/media";
    static final String TRACK = "/releases/{id}/tracks/{trackId}/media";

    private static final String JSON = "application/json";

    private final MediaStore store;

    MediaController(MediaStore store) {
        this.store = store;
    }

    @GetMapping(RELEASE)
    void release(
            @PathVariable("id") String id, Principal tenant, HttpServletRequest request, HttpServletResponse response)
            throws SQLException, IOException {
        Optional<ReleaseId> release = ReleaseId.parse(id);
        answer(release.isEmpty() ? Optional.empty() : store.find(tenant.getName(), release.get()), request, response);
    }

    @GetMapping(TRACK)
    void track(
            @PathVariable("id") String id,
            @PathVariable("trackId") String trackId,
            Principal tenant,
            HttpServletRequest request,
            HttpServletResponse response)
            throws SQLException, IOException {
        Optional<ReleaseId> release = ReleaseId.parse(id);
        Optional<ReleaseId> track = ReleaseId.parse(trackId); // a uuid of the same form
        answer(
                release.isEmpty() || track.isEmpty()
                        ? Optional.empty()
                        : store.findTrack(
                                tenant.getName(), release.get(), track.get().value()),
                request,
                response);
    }

    private static void answer(Optional<List<Media>> found, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (found.isEmpty()) {
            ErrorAnswer.NOT_FOUND.write(response);
        } else {
            Representation.of(ReleaseJson.render(found.get())).write(request, response, JSON, "private");
        }
    }
}
