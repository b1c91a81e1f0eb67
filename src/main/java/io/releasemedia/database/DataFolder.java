package io.releasemedia.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The server's data: PostgreSQL's own folder {@code data} with two files of ours in it, the settings
 * ({@code postgresql.conf}, written before every start) and the password of the one user (mode 0600). The password lies
 * inside so that data and password appear in one rename.
 */
final class DataFolder {

    static final String USER = "release_media";

    private static final String UNFINISHED = ".creating-";
    private static final String PASSWORD = "release-media.password";

    private final Path home;
    private final Path path;

    DataFolder(Path home) {
        this.home = home;
        this.path = home.resolve("data");
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Removes what killed attempts at creating the data left. Needs the {@link Gate}. */
    void removeLeftovers() throws IOException {
        for (Path leftover : DurableFiles.entries(home, UNFINISHED)) {
            DurableFiles.removeTree(leftover);
        }
    }

    /** The password of {@link #USER}. */
    String password() throws IOException {
        Path file = path.resolve(PASSWORD);
        return DurableFiles.read(file)
                .map(String::strip)
                .orElseThrow(() -> new EmbeddedPostgresException("The password of the embedded database, " + file
                        + ", is missing: put it back, or move " + path + " away to begin with an empty database."));
    }

    /** Creates an empty database cluster in a temporary folder and gives it its name when it is on the disk. */
    void create(Binaries binaries, RunAs runAs, Patience patience) throws IOException {
        Path unfinished = Files.createTempDirectory(home, UNFINISHED);
        try {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Path password = unfinished.resolve(PASSWORD);
            DurableFiles.writePrivate(password, HexFormat.of().formatHex(secret) + '\n');
            runAs.own(unfinished);
            Path data = unfinished.resolve("data");
            Program.Outcome outcome = Program.run(
                    runAs.command(List.of(
                            binaries.program("initdb").toString(),
                            "--pgdata=" + data,
                            "--username=" + USER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C",
                            "--data-checksums",
                            "--no-instructions")),
                    home,
                    patience,
                    "a new database in " + home);
            if (outcome.exitCode() != 0) {
                throw initdbFailed(outcome.output());
            }
            DurableFiles.moveInto(password, data.resolve(PASSWORD));
            DurableFiles.moveInto(data, path);
        } finally {
            DurableFiles.removeTree(unfinished);
        }
    }

    private EmbeddedPostgresException initdbFailed(String output) {
        if (EmbeddedPostgresException.meansDiskFull(output)) {
            return EmbeddedPostgresException.diskFull(home, new IOException(output));
        }
        String reason = output.lines()
                .filter(line -> line.contains("error:") || line.contains("FATAL:"))
                .findFirst()
                .orElse(output.strip());
        return new EmbeddedPostgresException("A new database could not be created in " + home + " (" + reason
                + "): name another folder in RELEASE_MEDIA_HOME, " + EmbeddedPostgresException.OWN_SERVER + ".");
    }

    /** Refuses a folder that is not a database of the packed programs' major version. */
    void checkVersion(Binaries binaries, RunAs runAs, Patience patience) throws IOException {
        Optional<String> major = DurableFiles.read(path.resolve("PG_VERSION")).map(String::strip);
        if (major.isEmpty()) {
            throw new EmbeddedPostgresException("The folder " + path
                    + " is not a PostgreSQL database (it has no file PG_VERSION): move it away to begin with an empty"
                    + " database, or name another folder in RELEASE_MEDIA_HOME.");
        }
        String version = Program.run(
                        runAs.command(List.of(binaries.program("postgres").toString(), "--version")),
                        home,
                        patience,
                        "postgres")
                .output()
                .strip();
        if (!version.matches(".*\\) " + major.get() + "(\\D.*)?")) {
            throw new EmbeddedPostgresException("The folder " + path + " was written by PostgreSQL " + major.get()
                    + ", and this release-media brings \"" + version + "\", which cannot read it: run the release-media"
                    + " that wrote it and export, then move the folder away and import, or carry it over with"
                    + " pg_upgrade.");
        }
    }

    /** Writes the server's settings. What an operator sets with ALTER SYSTEM takes precedence over them. */
    void writeSettings(int port, RunAs runAs) throws IOException {
        String settings = """
            # Written by release-media before every start; use ALTER SYSTEM for settings of your own.
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            max_connections = 100
            password_encryption = 'scram-sha-256'
            shared_buffers = '128MB'
            max_wal_size = '1GB'
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%%m [%%p] '
            lc_messages = 'C'
            lc_monetary = 'C'
            lc_numeric = 'C'
            lc_time = 'C'
            default_text_search_config = 'pg_catalog.english'
            """.formatted(port);
        Path next = path.resolve("postgresql.conf.next");
        Files.writeString(next, settings, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        runAs.own(next);
        Files.move(next, path.resolve("postgresql.conf"), StandardCopyOption.ATOMIC_MOVE);
    }
}
