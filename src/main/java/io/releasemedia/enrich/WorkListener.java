package io.releasemedia.enrich;

import io.releasemedia.probe.ProbeResult;
import java.time.Duration;

/** Is told of progress; called by many threads. */
public interface WorkListener {

    /** Tells nobody. */
    WorkListener NONE = records -> {};

    /** So many more records were looked at, or needed no look. */
    void looked(long records);

    /** This was written. */
    default void written(LookResult result) {}

    /** A probe took so long. */
    default void probed(ProbeResult result, Duration time) {}

    /** Tells both. */
    default WorkListener and(WorkListener other) {
        WorkListener one = this;
        return new WorkListener() {
            @Override
            public void looked(long records) {
                one.looked(records);
                other.looked(records);
            }

            @Override
            public void written(LookResult result) {
                one.written(result);
                other.written(result);
            }

            @Override
            public void probed(ProbeResult result, Duration time) {
                one.probed(result, time);
                other.probed(result, time);
            }
        };
    }
}
