package io.releasemedia.run;

import org.slf4j.MDC;
import org.springframework.batch.core.job.parameters.JobParameters;

/** Puts run, job and partition into the log's lines of the thread that calls. */
final class RunLog {

    /** Stands in the pattern of {@code logback.xml}. */
    private static final String KEY = "work";

    private RunLog() {}

    static void at(long run, String job) {
        MDC.put(KEY, " [run " + run + " of " + job + "]");
    }

    static void at(JobParameters parameters, String partition) {
        MDC.put(
                KEY,
                " [run " + parameters.getLong(JobConfiguration.RUN) + " of " + parameters.getString("job") + ", "
                        + partition + "]");
    }

    static void end() {
        MDC.remove(KEY);
    }
}
