package io.releasemedia.run;

import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Makes a Spring context for a job, or for the part of one that works on partitions. */
final class JobContext {

    private JobContext() {}

    /** The data source stays its opener's to close. */
    static ConfigurableApplicationContext open(Class<?> configuration, DataSource dataSource, JobRequest request) {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .properties(
                        "spring.batch.job.enabled=false",
                        "spring.batch.jdbc.initialize-schema=never",
                        // Steps begin side by side, and the lock admits one run of a job: nothing to serialize.
                        "spring.batch.jdbc.isolation-level-for-create=read_committed")
                .initializers(application -> {
                    var beans = application.getBeanFactory();
                    beans.registerSingleton("dataSource", dataSource);
                    beans.registerSingleton("jobRequest", request);
                })
                .run();
    }
}
