package io.releasemedia.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Selection;
import io.releasemedia.link.FailureHistory;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class LedgerStoreTest {

    private static final String FIRST = "2026-01-01T00:00:00Z";
    private static final String SECOND = "2026-02-02T00:00:00Z";

    private static TestDatabase database;
    private static LedgerStore ledger;
    private static DueStore due;

    @BeforeAll
    static void create() throws IOException, SQLException {
        database = TestDatabase.create();
        ledger = new LedgerStore(
                new JdbcTemplate(database.dataSource()),
                new RetryPolicy(Duration.ofMinutes(15), Duration.ofDays(7), 3));
        due = new DueStore(database.jdbc());
    }

    @AfterAll
    static void drop() throws IOException, SQLException {
        database.close();
    }

    @BeforeEach
    void oneRecord() {
        database.jdbc()
                .sql("truncate release, media, enrichment restart identity")
                .update();
        database.jdbc()
                .sql("insert into release (id, tenant_id) values ('0bbb3a1c-0f8e-5e70-b2c2-709225ecc301', 'acme')")
                .update();
        record("a", "https://storage.example/a.mp3", "{\"uploadedAt\": \"then\", \"duration\": 0}");
    }

    @Test
    void factsAreMergedAndOtherKeysSurvive() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5, "codec", "mp3")), 1, FIRST);

        assertThat(metadata())
                .isEqualTo(json("{\"uploadedAt\":\"then\",\"duration\":3.5,\"codec\":\"mp3\",\"processedAt\":\"" + FIRST
                        + "\"}"));
        assertThat(outcome()).isEqualTo("enriched");
        assertThat(dueReasons(false)).isEmpty();
    }

    @Test
    void theSameFactsAgainChangeNothing() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5)), 1, FIRST);
        String before = row();

        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5)), 2, SECOND);

        assertThat(row()).isEqualTo(before);
        assertThat(outcome()).isEqualTo("unchanged");
    }

    @Test
    void aFactThatNoLongerHoldsIsRemovedAndAnothersIsNot() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5, "truncated", true)), 1, FIRST);

        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.6)), 2, SECOND);

        assertThat(metadata())
                .isEqualTo(json("{\"uploadedAt\":\"then\",\"duration\":3.6,\"processedAt\":\"" + SECOND + "\"}"));
    }

    @Test
    void aFileThatCannotBeReadKeepsItsFactsAndIsTriedLater() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5)), 1, FIRST);

        write(result(LookResult.Outcome.MAY_RECOVER, Map.of()), 2, SECOND);

        assertThat(metadata().get("duration").doubleValue()).isEqualTo(3.5);
        assertThat(metadata().get("processedAt").stringValue()).isEqualTo(FIRST);
        assertThat(outcome()).isEqualTo("failed");
        assertThat(dueReasons(false)).isEmpty();
        database.jdbc().sql("update enrichment set next_due_at = now()").update();
        assertThat(dueReasons(false)).containsExactly(DueReason.RETRY);
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5)), 3, SECOND);
        assertThat(outcome()).isEqualTo("unchanged");
        assertThat(dueReasons(false)).isEmpty();
    }

    @Test
    void contentThatIsBadIsNotTriedAgainUntilTheRecordChanges() {
        write(result(LookResult.Outcome.BAD, Map.of("fileSize", 7)), 1, FIRST);
        assertThat(dueReasons(false)).isEmpty();

        database.jdbc()
                .sql("update media set updated_at = now() + interval '1 second'")
                .update();

        assertThat(dueReasons(false)).containsExactly(DueReason.CHANGED);
    }

    @Test
    void whatIsAddedLeavesEarlierFactsAndKeepsTheFailures() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("linkValidated", true, "linkStatus", "ok")), 1, FIRST);

        write(result(LookResult.Outcome.ADDED, Map.of("linkStatus", "unreachable")), 2, SECOND);

        assertThat(metadata().get("linkValidated").booleanValue()).isTrue();
        assertThat(metadata().get("linkStatus").stringValue()).isEqualTo("unreachable");
        assertThat(metadata().get("processedAt").stringValue()).isEqualTo(SECOND);
        assertThat(page(selection(Selection.ALL, false, true, -1)).get(0).linkFailures())
                .isEqualTo(new FailureHistory(2, Optional.of(Instant.parse(FIRST))));
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("linkStatus", "ok")), 3, SECOND);
        assertThat(metadata().has("linkValidated")).isFalse();
    }

    @Test
    void theTimeOfACheckIsWrittenButIsNoChangeOfFact() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("linkStatus", "ok", "linkCheckedAt", FIRST)), 1, FIRST);

        write(result(LookResult.Outcome.ESTABLISHED, Map.of("linkStatus", "ok", "linkCheckedAt", SECOND)), 2, SECOND);

        assertThat(metadata().get("linkCheckedAt").stringValue()).isEqualTo(SECOND);
        assertThat(metadata().get("processedAt").stringValue()).isEqualTo(FIRST);
        assertThat(outcome()).isEqualTo("unchanged");
        assertThat(dueReasons(false)).isEmpty();
    }

    @Test
    void aResultForAnotherUrlIsVoidAndTheRecordStaysDue() {
        LookResult result = result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5));
        database.jdbc()
                .sql("update media set cloud_url = 'https://storage.example/b.mp3'")
                .update();

        write(result, 1, FIRST);

        assertThat(metadata()).isEqualTo(json("{\"uploadedAt\":\"then\",\"duration\":0}"));
        assertThat(dueReasons(false)).containsExactly(DueReason.NEW);
    }

    @Test
    void aResultForADeletedRecordIsDropped() {
        LookResult result = result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5));
        database.jdbc().sql("delete from media").update();

        write(result, 1, FIRST);

        assertThat(database.jdbc()
                        .sql("select count(*) from enrichment")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anEditOfAnotherKeyThatCommitsMeanwhileSurvives() throws Exception {
        LookResult result = result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5));
        CompletableFuture<Void> write;
        try (Connection editor = database.dataSource().getConnection();
                Statement edit = editor.createStatement()) {
            editor.setAutoCommit(false);
            edit.execute("update media set metadata = metadata || '{\"label\": \"edited\"}'");
            write = CompletableFuture.runAsync(() -> write(result, 1, FIRST));
            awaitLock();
            editor.commit();
        }
        write.get(10, TimeUnit.SECONDS);

        assertThat(metadata())
                .isEqualTo(json("{\"uploadedAt\":\"then\",\"duration\":3.5,\"label\":\"edited\",\"processedAt\":\""
                        + FIRST + "\"}"));
    }

    @Test
    void selectionsRestrictAndCombine() {
        record("b", "https://storage.example/b.mp3", "{}");
        write(result(LookResult.Outcome.BAD, Map.of()), 1, FIRST);
        Selection acme = new Selection(Set.of("acme"), Set.of(MediaType.AUDIO), Set.of());
        Selection others = new Selection(Set.of("others"), Set.of(), Set.of());

        assertThat(count(selection(acme, false, false, 2))).isEqualTo(1);
        assertThat(count(selection(acme, false, true, 2))).isEqualTo(2);
        assertThat(count(selection(acme, true, false, 2))).isEqualTo(1);
        assertThat(count(selection(acme, true, false, 1)))
                .as("what the run itself looked at is done")
                .isZero();
        assertThat(count(selection(others, false, true, 2))).isZero();
    }

    @Test
    void whatIsNewOrEditedComesFirst() {
        write(result(LookResult.Outcome.MAY_RECOVER, Map.of()), 1, FIRST);
        database.jdbc().sql("update enrichment set next_due_at = now()").update();
        record("b", "https://storage.example/b.mp3", "{}");
        record("c", "https://storage.example/c.mp3", "{}");
        DueSelection all = selection(Selection.ALL, false, false, 2);

        assertThat(due.counts(all))
                .containsExactlyInAnyOrder(
                        new DueStore.Count(false, Urgency.FRESH, 2), new DueStore.Count(false, Urgency.OTHER, 1));
        assertThat(due.parts(all, DueRange.all(false, Urgency.FRESH), 1))
                .containsExactly(
                        new DueRange(false, Urgency.FRESH, 0, 2, 0, 1), new DueRange(false, Urgency.FRESH, 2, 3, 0, 1));
        assertThat(dueReasons(false)).containsExactly(DueReason.NEW, DueReason.NEW, DueReason.RETRY);
        assertThat(dueReasons(true)).as("no record twice").hasSize(3);
    }

    @Test
    void afterItsLastAttemptARecordIsParkedUntilItIsEdited() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            write(result(LookResult.Outcome.MAY_RECOVER, Map.of()), attempt, FIRST);
            assertThat(database.jdbc()
                            .sql("select attempts from enrichment")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(attempt);
        }

        assertThat(database.jdbc()
                        .sql("select next_due_at is null from enrichment")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(count(selection(Selection.ALL, true, false, 9)))
                .as("asked for by --failed")
                .isEqualTo(1);
        database.jdbc()
                .sql("update media set updated_at = now() + interval '1 s'")
                .update();
        assertThat(dueReasons(false)).containsExactly(DueReason.CHANGED);
    }

    @Test
    void retriesDoubleAndAreSpreadByATenth() {
        for (int i = 0; i < 40; i++) {
            record("more-" + i, "https://storage.example/" + i, "{}");
        }
        List<LookResult> failures = page(selection(Selection.ALL, false, false, 1)).stream()
                .map(record -> result(record, LookResult.Outcome.MAY_RECOVER, Map.of()))
                .toList();
        for (int attempt = 0; attempt < 2; attempt++) {
            ledger.write(failures, attempt, FIRST);
            List<Double> waits = database.jdbc()
                    .sql("select extract(epoch from next_due_at - looked_at) from enrichment")
                    .query(Double.class)
                    .list();
            double wait = 900 << attempt;
            assertThat(waits).hasSize(41).allSatisfy(seconds -> assertThat(seconds)
                    .isBetween(wait * 0.9, wait * 1.1));
            assertThat(Set.copyOf(waits)).hasSizeGreaterThan(20);
        }
    }

    @Test
    void ageMakesDueWhereItIsAskedFor() {
        write(result(LookResult.Outcome.ESTABLISHED, Map.of("duration", 3.5)), 1, FIRST);
        database.jdbc()
                .sql("update enrichment set looked_at = now() - interval '8 days'")
                .update();
        Optional<Duration> week = Optional.of(Duration.ofDays(7));

        assertThat(page(new DueSelection(Selection.ALL, false, false, week, Optional.empty(), 2)))
                .extracting(DueRecord::reason)
                .containsExactly(DueReason.REPROBE);
        List<DueRecord> remote = page(new DueSelection(Selection.ALL, false, false, Optional.empty(), week, 2));
        assertThat(remote).extracting(DueRecord::reason).containsExactly(DueReason.REMOTE_CHECK);
        String before = row();

        ledger.write(List.of(LookResult.same(remote.get(0))), 2, SECOND);

        assertThat(row()).isEqualTo(before);
        assertThat(outcome()).isEqualTo("unchanged");
        assertThat(page(new DueSelection(Selection.ALL, false, false, Optional.empty(), week, 3)))
                .isEmpty();
        assertThat(database.jdbc()
                        .sql("select status || ' ' || (facts ->> 'duration') from enrichment")
                        .query(String.class)
                        .single())
                .isEqualTo("status 3.5");
    }

    @Test
    void allLinksOfAHostAreInOneSlice() {
        for (int i = 0; i < 60; i++) {
            record("l" + i, (i % 2 == 0 ? "https://Host" : "http://u@host") + i / 4 + ".example:81/" + i, "{}");
        }
        database.jdbc().sql("update media set is_link = true").update();
        DueSelection all = selection(Selection.ALL, false, false, 1);

        List<Set<String>> hosts = IntStream.range(0, 4)
                .mapToObj(slice -> new DueRange(true, Urgency.FRESH, 0, Long.MAX_VALUE, slice, 4))
                .map(range -> due.page(all, range, 100).stream()
                        .map(DueRecord::cloudUrl)
                        .filter(range::owns)
                        .map(url -> url.replaceAll("(?i).*(host\\d+|storage).*", "$1")
                                .toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()))
                .toList();

        assertThat(hosts.stream().mapToInt(Set::size).sum()).as("no host twice").isEqualTo(16);
        assertThat(hosts.stream().flatMap(Set::stream)).doesNotHaveDuplicates();
    }

    @Test
    void aPageReadsLittleMoreThanItselfHoweverMuchWasLookedAtBefore() {
        database.jdbc()
                .sql("insert into media (release_id, cloud_id, cloud_url, type, name) select id, 'c' || i, 'u' || i,"
                        + " 'audio', 'n' from release, generate_series(1, 30000) i")
                .update();
        database.jdbc()
                .sql("insert into enrichment (media_id, source_hash, media_updated_at, fingerprint, status, outcome,"
                        + " facts, engine, attempts, looked_at, last_run_id) select id,"
                        + " source_hash(cloud_id, cloud_url), updated_at, '', 'ok', 'enriched', '{}', '{}', 0, now(), 1"
                        + " from media where id <= 20000")
                .update();
        database.jdbc().sql("analyze media, enrichment").update();
        DueSelection all = selection(Selection.ALL, false, false, 2);
        DueRange rest = new DueRange(false, Urgency.FRESH, 20_000, Long.MAX_VALUE, 0, 1);

        new TransactionTemplate(new JdbcTransactionManager(database.dataSource())).executeWithoutResult(transaction -> {
            long before = rowsRead();
            assertThat(due.page(all, rest, 100)).hasSize(100);
            assertThat(rowsRead() - before).isBetween(100L, 500L);
        });
    }

    /** By this connection's transaction. */
    private static long rowsRead() {
        return database.jdbc()
                .sql("select sum(seq_tup_read + idx_tup_fetch) from pg_stat_xact_user_tables"
                        + " where relname in ('media', 'enrichment')")
                .query(Long.class)
                .single();
    }

    private static DueSelection selection(Selection within, boolean failed, boolean force, long run) {
        return new DueSelection(within, failed, force, Optional.empty(), Optional.empty(), run);
    }

    private static long count(DueSelection selection) {
        return due.counts(selection).stream().mapToLong(DueStore.Count::records).sum();
    }

    private static List<DueRecord> page(DueSelection selection) {
        return Stream.of(Urgency.values())
                .flatMap(urgency -> due.page(selection, DueRange.all(false, urgency), 100).stream())
                .toList();
    }

    private static void record(String cloudId, String url, String metadata) {
        database.jdbc()
                .sql("insert into media (release_id, cloud_id, cloud_url, type, name, metadata) select id, :cloudId,"
                        + " :url, 'audio', 'n', :metadata::jsonb from release")
                .param("cloudId", cloudId)
                .param("url", url)
                .param("metadata", metadata)
                .update();
    }

    private static LookResult result(LookResult.Outcome outcome, Map<String, ?> facts) {
        return result(page(selection(Selection.ALL, false, true, -1)).get(0), outcome, facts);
    }

    private static LookResult result(DueRecord record, LookResult.Outcome outcome, Map<String, ?> facts) {
        return new LookResult(
                record,
                Optional.of("status"),
                outcome,
                Optional.of("reason"),
                MediaMetadata.of(facts),
                Map.of("duration", "test"),
                "",
                Optional.empty(),
                new FailureHistory(2, Optional.of(Instant.parse(FIRST))));
    }

    private static void write(LookResult result, long run, String processedAt) {
        ledger.write(List.of(result), run, processedAt);
    }

    private static List<DueReason> dueReasons(boolean force) {
        return page(selection(Selection.ALL, false, force, -1)).stream()
                .map(DueRecord::reason)
                .toList();
    }

    private static JsonNode metadata() {
        return json(database.jdbc()
                .sql("select metadata::text from media")
                .query(String.class)
                .single());
    }

    private static JsonNode json(String text) {
        return MediaMetadata.parse(text).json();
    }

    private static String outcome() {
        return database.jdbc()
                .sql("select outcome from enrichment")
                .query(String.class)
                .single();
    }

    private static String row() {
        return database.jdbc()
                .sql("select m::text from media m")
                .query(String.class)
                .single();
    }

    private static void awaitLock() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            long waiting = database.jdbc()
                    .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()")
                    .query(Long.class)
                    .single();
            if (waiting > 0) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the write does not wait for the edit");
    }
}
