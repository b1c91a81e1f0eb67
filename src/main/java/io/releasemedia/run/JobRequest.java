package io.releasemedia.run;

import io.releasemedia.enrich.Caution;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import java.util.function.Supplier;

/**
 * What a context of the job is made for.
 *
 * @param threads partitions at work at once in this process
 * @param listener is told what becomes of the records
 * @param caution of the partition that the calling thread works on
 */
record JobRequest(
        JobSpec spec, int threads, Progress progress, WorkListener listener, WorkEnd end, Supplier<Caution> caution) {}
