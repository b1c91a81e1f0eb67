package io.releasemedia.run;

import io.releasemedia.job.JobSpec;

/** What a context of the job is made for: the specification, and where progress is shown. */
public record JobRequest(JobSpec spec, Progress progress) {}
