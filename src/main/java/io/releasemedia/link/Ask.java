package io.releasemedia.link;

import io.releasemedia.net.Deadline;
import io.releasemedia.net.WebRequest;
import io.releasemedia.net.WebUrl;
import java.util.Map;

/** One request of a check. */
record Ask(Part part, WebUrl url) {

    /** How much is asked for. */
    enum Part {
        /** Headers only. */
        HEAD,
        /** The first bytes. */
        SAMPLE,
        /** All of it, read as far as a judgement needs. */
        PAGE
    }

    private static final int SAMPLE_SIZE = 4096;

    Ask of(Part other) {
        return new Ask(other, url);
    }

    Ask at(WebUrl other) {
        return new Ask(part, other);
    }

    /** Redirects are not followed by the client: each hop waits for its host's turn. */
    WebRequest request(Deadline deadline) {
        Map<String, String> headers =
                switch (part) {
                    case HEAD -> Map.of("Accept-Encoding", "identity");
                    case SAMPLE -> Map.of("Accept-Encoding", "identity", "Range", "bytes=0-" + (SAMPLE_SIZE - 1));
                    case PAGE -> Map.of("Accept-Encoding", "gzip", "Accept-Language", "en,*;q=0.5");
                };
        String method = part == Part.HEAD ? "HEAD" : "GET";
        return new WebRequest(method, url, headers, 0, deadline, WebRequest.Hook.NONE);
    }
}
