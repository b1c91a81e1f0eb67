package io.releasemedia.probe.child;

import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.Prober;
import io.releasemedia.source.Sources;
import java.nio.file.Path;
import java.util.List;

/** Probes in this process: a file that makes a reader spin, or ends the JVM, does that here. */
public final class InProcessProbes implements MediaProbe {

    private final Prober prober;
    private final Sources sources;
    private final List<Path> roots;

    /** Opens nothing yet. */
    public InProcessProbes(ProbeSettings settings) {
        this.prober = new Prober(settings.timeLimit());
        this.sources = new Sources(settings.sources());
        this.roots = settings.roots();
    }

    @Override
    public List<ProbeResult> probe(List<ProbeRequest> requests) {
        return requests.stream().map(this::probe).toList();
    }

    @Override
    public ProbeResult probe(ProbeRequest request) {
        return prober.probe(() -> sources.openBelow(roots, request.url()), request.expectation());
    }

    @Override
    public void close() {
        prober.close();
        sources.close();
    }
}
