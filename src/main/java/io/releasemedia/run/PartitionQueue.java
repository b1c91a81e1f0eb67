package io.releasemedia.run;

import io.releasemedia.job.JobSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.integration.partition.StepExecutionRequest;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.channel.PostgresChannelMessageStoreQueryProvider;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import tools.jackson.databind.json.JsonMapper;

/**
 * The partitions that wait for workers: messages in PostgreSQL, and a row each that says what became of them. Only
 * workers of the same version as the manager's see its messages.
 */
class PartitionQueue {

    private static final String GROUP = "partitions";

    /** Rows of older runs are dropped. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String VERSION =
            "select version from flyway_schema_history where version is not null order by installed_rank desc limit 1";

    private static final String TAKE_AGAIN = """
            delete from int_channel_message where ctid = (
                select m.ctid from int_channel_message m join remote_partition p on p.message_id = m.message_id
                where p.step_execution_id = ? for update of m skip locked)
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;
    private final String version;
    private final JdbcChannelMessageStore messages;

    /** For release-media of this version, over connections of its own. */
    PartitionQueue(DataSource dataSource, String version) {
        this.jdbc = JdbcClient.create(dataSource);
        this.version = version;
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(1);
        this.messages = new JdbcChannelMessageStore();
        messages.setJdbcTemplate(template);
        messages.setChannelMessageStoreQueryProvider(new PostgresChannelMessageStoreQueryProvider());
        messages.setRegion(version);
        messages.setPriorityEnabled(true);
        messages.addAllowedPatterns(
                "org.springframework.batch.integration.partition.*",
                "org.springframework.messaging.*",
                "java.lang.*",
                "java.util.*");
        messages.afterPropertiesSet();
    }

    /** The version of this product with that of the schema, which together say whether work can be shared. */
    static String version(DataSource dataSource) {
        @Nullable String product = PartitionQueue.class.getPackage().getImplementationVersion();
        return (product == null ? "classes" : product) + ", schema "
                + JdbcClient.create(dataSource).sql(VERSION).query(String.class).single();
    }

    String version() {
        return version;
    }

    /** What the manager sees of the partitions of a step. */
    record State(long open, long looked) {}

    /** Puts the partitions of a step into the queue, in the caller's transaction; the first ones are the most urgent. */
    void send(
            long run,
            JobSpec spec,
            Optional<Duration> timeLeft,
            StepExecution manager,
            Collection<StepExecution> steps) {
        jdbc.sql(
                        "update run set spec = :spec::jsonb, version = :version, ends_at = now() + :left::interval where id = :run")
                .param("spec", JSON.writeValueAsString(spec))
                .param("version", version)
                .param("left", timeLeft.map(left -> left.toMillis() + " ms").orElse(null))
                .param("run", run)
                .update();
        jdbc.sql("delete from remote_partition where ended_at < now() - :kept::interval")
                .param("kept", KEPT.toSeconds() + " s")
                .update();
        int position = 0;
        for (StepExecution step : steps) {
            send(run, manager, step, position++);
        }
    }

    private void send(long run, StepExecution manager, StepExecution step, int position) {
        // The nth partitions of all runs come before the next ones of any: a small run does not wait for a large one.
        Message<?> message = MessageBuilder.withPayload(
                        new StepExecutionRequest(step.getStepName().replaceFirst(":.*", ""), step.getId()))
                .setHeader(IntegrationMessageHeaderAccessor.PRIORITY, -position)
                .build();
        UUID id = Objects.requireNonNull(message.getHeaders().getId());
        jdbc.sql("""
                        insert into remote_partition
                            (step_execution_id, manager_step_id, job_execution_id, run_id, name, message_id, version)
                        values (:step, :manager, :job, :run, :name, :message, :version)
                        """)
                .param("step", step.getId())
                .param("manager", manager.getId())
                .param("job", step.getJobExecutionId())
                .param("run", run)
                .param("name", step.getStepName())
                .param("message", id.toString())
                .param("version", version)
                .update();
        messages.addMessageToGroup(GROUP, message);
    }

    /** How the partitions of a manager's step stand. */
    State state(StepExecution manager) {
        return jdbc.sql("""
                        select count(*) filter (where ended_at is null) as open, coalesce(sum(looked), 0) as looked
                        from remote_partition where manager_step_id = :manager
                        """)
                .param("manager", manager.getId())
                .query((row, number) -> new State(row.getLong("open"), row.getLong("looked")))
                .single();
    }

    /** Which partitions of a manager's step are done to their end. */
    Set<Long> complete(StepExecution manager) {
        return jdbc.sql("""
                        select p.step_execution_id from remote_partition p
                        join batch_step_execution s on s.step_execution_id = p.step_execution_id
                        where p.manager_step_id = :manager and s.status = 'COMPLETED'
                        """).param("manager", manager.getId()).query(Long.class).set();
    }

    /** Nobody begins these partitions any more, and whoever is at one stops. */
    void close(StepExecution manager) {
        jdbc.sql("update remote_partition set closed = true where manager_step_id = :manager and ended_at is null")
                .param("manager", manager.getId())
                .update();
        dropClosed();
    }

    /** The same for all partitions that earlier executions of a job left. The caller holds the job's lock. */
    void close(String job) {
        jdbc.sql("""
                        update remote_partition set closed = true
                        where ended_at is null and run_id in (select id from run where job = :job)
                        """).param("job", job).update();
        dropClosed();
    }

    /** Takes those out of the queue that no worker holds. */
    private void dropClosed() {
        jdbc.sql("""
                        with dropped as (
                            delete from int_channel_message where ctid = any (array(
                                select m.ctid from int_channel_message m
                                join remote_partition p on p.message_id = m.message_id
                                where p.closed and p.ended_at is null for update of m skip locked))
                            returning message_id)
                        update remote_partition p set ended_at = now() from dropped d where d.message_id = p.message_id
                        """).update();
    }

    /** Partitions of a job that workers are still at, though they are closed. */
    long held(String job) {
        return jdbc.sql("""
                        select count(*) from remote_partition
                        where ended_at is null and closed and run_id in (select id from run where job = :job)
                        """).param("job", job).query(Long.class).single();
    }

    /** The next partition; it is out of the queue once the caller's transaction is committed. */
    Optional<StepExecutionRequest> take() {
        @Nullable Message<?> message = messages.pollMessageFromGroup(GROUP);
        return Optional.ofNullable(message).map(found -> (StepExecutionRequest) found.getPayload());
    }

    /** Gives a message back and takes it again, in a new transaction of the same connection; whether nobody else has it. */
    static boolean takeAgain(Connection connection, long step) throws SQLException {
        connection.rollback();
        try (PreparedStatement take = connection.prepareStatement(TAKE_AGAIN)) {
            take.setLong(1, step);
            return take.executeUpdate() == 1;
        }
    }

    /** Shows the server that the holder of a transaction is alive. */
    static void ping(Connection connection) throws SQLException {
        try (PreparedStatement ping = connection.prepareStatement("select 1");
                ResultSet row = ping.executeQuery()) {
            row.next();
        }
    }

    /** Notes the end of a partition, in the transaction that took it. */
    void end(long step, long looked) {
        jdbc.sql(
                        "update remote_partition set ended_at = now(), looked = looked + :looked where step_execution_id = :step")
                .param("looked", looked)
                .param("step", step)
                .update();
    }
}
