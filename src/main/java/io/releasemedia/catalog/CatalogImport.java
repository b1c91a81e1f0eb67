package io.releasemedia.catalog;

import io.releasemedia.catalog.ImportRecord.InvalidRecordException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Takes records into the catalogue: NDJSON with one record a line, or {@code <releaseId>.json} files in the endpoint's
 * shape. A file is imported whole or not at all.
 */
public final class CatalogImport {

    /** More problems of one file are counted, not listed. */
    private static final int LISTED_PROBLEMS = 50;

    private final DataSource dataSource;

    /** Into a catalogue whose schema is first in the connections' search path. */
    public CatalogImport(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What an import of one or many files did.
     *
     * @param counts of the files that were imported
     * @param files how many were imported
     * @param ignored files of the folder that are not what an import takes
     * @param problems of the files that were not imported
     */
    public record Outcome(ImportCounts counts, int files, int ignored, List<String> problems) {}

    /**
     * Imports a file, or what an export left in a folder: its bundles if it has them, else every {@code <releaseId>.json}.
     *
     * @param tenant whose the records are that do not name their tenant
     * @throws IOException the path cannot be read
     * @throws SQLException the database cannot be used; the file at hand is not imported
     */
    public Outcome importPath(Path path, String tenant) throws IOException, SQLException {
        ImportFiles found = ImportFiles.of(path);
        return found.files().isEmpty()
                ? new Outcome(
                        ImportCounts.NONE,
                        0,
                        found.ignored(),
                        found.problems().isEmpty()
                                ? List.of(path + ": holds neither the bundles of an export nor a <releaseId>.json")
                                : found.problems())
                : importFiles(found, tenant);
    }

    private Outcome importFiles(ImportFiles found, String tenant) throws IOException, SQLException {
        ImportCounts counts = ImportCounts.NONE;
        int imported = 0;
        List<String> problems = new ArrayList<>(found.problems());
        for (Path file : found.files()) {
            try (InputStream in = ImportFiles.open(file)) {
                Optional<ReleaseId> release = ImportFiles.releaseOf(file);
                counts = counts.plus(
                        release.isPresent()
                                ? importEndpoint(in, file.toString(), release.get(), tenant)
                                : importLines(in, file.toString(), tenant));
                imported++;
            } catch (ImportException e) {
                problems.addAll(e.problems());
            }
        }
        return new Outcome(counts, imported, found.ignored(), problems);
    }

    /**
     * Imports NDJSON, one record a line; empty lines are passed over.
     *
     * @param name what messages call the input
     * @throws ImportException a record is wrong; nothing is imported
     */
    public ImportCounts importLines(InputStream in, String name, String tenant)
            throws ImportException, IOException, SQLException {
        return inTransaction(store -> {
            Problems problems = new Problems(name);
            BufferedReader lines = new BufferedReader(new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            long number = 0;
            @Nullable String line;
            while ((line = nextLine(lines, problems, number + 1)) != null) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    store.stage(number, ImportRecord.of(MediaMetadata.STRICT.readTree(line), tenant));
                } catch (InvalidRecordException e) {
                    problems.add(number, e.getMessage());
                } catch (JacksonException e) {
                    problems.add(number, "no JSON object: " + e.getOriginalMessage());
                }
            }
            return problems;
        });
    }

    private static @Nullable String nextLine(BufferedReader lines, Problems problems, long number) throws IOException {
        try {
            return lines.readLine();
        } catch (CharacterCodingException e) {
            problems.add(number, "near this line is a byte that is not UTF-8; the rest was not read");
            return null;
        }
    }

    /** Imports one release in the endpoint's shape. */
    private ImportCounts importEndpoint(InputStream in, String name, ReleaseId release, String tenant)
            throws ImportException, IOException, SQLException {
        return inTransaction(store -> {
            Problems problems = new Problems(name);
            try {
                JsonNode data = MediaMetadata.STRICT.readTree(in).path("data");
                if (!data.isArray()) {
                    problems.add(1, "expected {\"success\": true, \"data\": [Media, …]}");
                    return problems;
                }
                store.stage(0, ImportRecord.ofRelease(release, tenant));
                for (int i = 0; i < data.size(); i++) {
                    try {
                        store.stage(i + 1L, ImportRecord.ofEndpoint(data.get(i), release, tenant));
                    } catch (InvalidRecordException e) {
                        problems.add(i + 1L, e.getMessage());
                    }
                }
            } catch (JacksonException e) {
                problems.add(1, "no JSON object: " + e.getOriginalMessage());
            }
            return problems;
        });
    }

    private interface Stager {
        Problems stage(ImportStore store) throws IOException, SQLException;
    }

    private ImportCounts inTransaction(Stager stager) throws ImportException, IOException, SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (ImportStore store = new ImportStore(connection)) {
                Problems problems = stager.stage(store);
                if (problems.isEmpty()) {
                    store.conflicts(LISTED_PROBLEMS).forEach(problems::addPlaced);
                }
                if (!problems.isEmpty()) {
                    throw new ImportException(problems.sentences());
                }
                ImportCounts counts = store.upsert();
                store.overtaken(LISTED_PROBLEMS).forEach(problems::addPlaced);
                if (!problems.isEmpty()) {
                    throw new ImportException(problems.sentences());
                }
                connection.commit();
                return counts;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** The problems of one file, with their places. */
    private static final class Problems {
        private final String name;
        private final List<String> listed = new ArrayList<>();
        private long count;

        Problems(String name) {
            this.name = name;
        }

        void add(long line, String problem) {
            addPlaced(line + ": " + problem);
        }

        void addPlaced(String problem) {
            count++;
            if (listed.size() < LISTED_PROBLEMS) {
                listed.add(name + ":" + problem);
            }
        }

        boolean isEmpty() {
            return count == 0;
        }

        List<String> sentences() {
            List<String> all = new ArrayList<>(listed);
            if (count > listed.size()) {
                all.add(name + ": " + (count - listed.size()) + " more problems are not listed");
            }
            all.add(name + ": nothing of it was imported");
            return all;
        }
    }
}
