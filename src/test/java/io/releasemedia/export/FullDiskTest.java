package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports to file systems of their own, where the test may mount some. */
class FullDiskTest {

    private static final String ONE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String TWO = "fbbb3a1c-0f8e-5e70-b2c2-709225ecc302";

    @TempDir
    private Path disk;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0;
        assumeThat(mounted).as("file systems can be mounted").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            command("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskLeavesTheLastExport() throws IOException {
        Path out = disk.resolve("out");
        export(out, release(ONE, "small"));
        ExportedFiles.age(out);

        assertThatThrownBy(() -> export(out, release(ONE, "x".repeat(100_000)), release(TWO, "x".repeat(1_200_000))))
                .hasMessageStartingWith(out + ": cannot be written, No space left on device")
                .hasMessageEndingWith("; nothing was published, the folder is as it was before");

        assertThat(ExportedFiles.touched(out)).isEmpty();
        assertThat(out.resolve(".staging")).doesNotExist();
        assertThat(export(out, release(ONE, "small")).written()).isZero();
    }

    @Test
    void aReadOnlyDiskIsNamed() throws Exception {
        Path out = disk.resolve("out");
        export(out, release(ONE, "small"));
        assertThat(command("mount", "-o", "remount,ro", disk.toString())).isZero();

        assertThatThrownBy(() -> export(out, release(ONE, "other"))).hasMessageContaining("Read-only file system");
        assertThatThrownBy(() -> CatalogExport.prepare(disk.resolve("new")))
                .hasMessageContaining("Read-only file system");
    }

    @Test
    void aPartOfTheFolderOnAnotherDiskIsRefused() throws Exception {
        Path out = disk.resolve("out");
        Path releases = Files.createDirectories(out.resolve("releases"));
        assertThat(command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", releases.toString()))
                .isZero();
        try {
            assertThatThrownBy(() -> export(out, release(ONE, "small")))
                    .hasMessageContaining(releases + ": is on another file system than " + out);
        } finally {
            command("umount", releases.toString());
        }
    }

    private static ExportReport export(Path out, Release... releases) throws IOException {
        return new CatalogExport(
                        out, ExportSettings.of(ExportFormat.JSON, ExportFormat.PARQUET), "1", Clock.systemUTC())
                .export(ReleaseScope.ALL, new InMemoryCatalog(releases), () -> {});
    }

    private static Release release(String id, String note) {
        return InMemoryCatalog.release(id, "acme", InMemoryCatalog.media("c", "{\"note\":\"" + note + "\"}"));
    }

    private static int command(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
