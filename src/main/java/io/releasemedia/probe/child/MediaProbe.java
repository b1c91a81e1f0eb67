package io.releasemedia.probe.child;

import io.releasemedia.probe.ProbeResult;
import java.util.List;

/** Probes the files that records name. May be used by many threads at once. */
public interface MediaProbe extends AutoCloseable {

    /**
     * Probes files, one after the other. Whatever is wrong with one is a status of its answer, never an exception; once
     * the calling thread is interrupted, the rest are unreadable.
     *
     * @return an answer for each request, in their order
     * @throws ChildStartException files cannot be probed at all
     */
    List<ProbeResult> probe(List<ProbeRequest> requests);

    /**
     * Probes one file.
     *
     * @throws ChildStartException files cannot be probed at all
     */
    default ProbeResult probe(ProbeRequest request) {
        return probe(List.of(request)).get(0);
    }

    @Override
    void close();
}
