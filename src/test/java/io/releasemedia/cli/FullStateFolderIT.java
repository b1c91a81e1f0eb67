package io.releasemedia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.SmallWav;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the embedded database fills up in the middle of a run. */
class FullStateFolderIT {

    private static final int RECORDS = 30_000;
    private static final int ROOM_MEGABYTES = 6;

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = command("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", disk.toString()) == 0;
        assumeThat(mounted).as("file systems can be mounted").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            command("umount", "-l", disk.toString());
        }
    }

    @Test
    void theRunSaysSoAndIsTakenUpOnceThereIsRoom() throws Exception {
        Files.write(Files.createDirectory(folder.resolve("files")).resolve("a.wav"), SmallWav.of(800));
        Files.writeString(
                folder.resolve("job.yaml"),
                "job: full\nsource: {roots: [files]}\nexport: {out: out, formats: [json]}\n");
        Path records = folder.resolve("media.ndjson");
        Files.write(
                records,
                IntStream.range(0, RECORDS)
                        .mapToObj(i ->
                                "{\"tenantId\":\"t\",\"releaseId\":\"%s\",\"cloudId\":\"c%d\",\"cloudUrl\":\"file:a.wav\",\"type\":\"audio\",\"name\":\"n\",\"isLink\":false}"
                                        .formatted(new UUID(0x4000, 0x8000000000000000L + i / 1_000), i))
                        .toList());
        CommandLine command = CommandLine.in(folder)
                .with("RELEASE_MEDIA_HOME", disk.resolve("state").toString());
        assertThat(command.run("import", records.toString()).exitCode()).isZero();
        long used = Files.getFileStore(disk).getTotalSpace()
                - Files.getFileStore(disk).getUsableSpace();

        resize((used >> 20) + ROOM_MEGABYTES);
        CommandLine.Result full = command.run("run", folder.resolve("job.yaml").toString());

        assertThat(full.exitCode()).as(full.err()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(full.err())
                .contains("No space left on device")
                .contains("the run is taken up when it is started again");
        assertThat(folder.resolve("out/_SUCCESS")).doesNotExist();

        resize(1_024);
        CommandLine.Result resumed =
                command.run("run", folder.resolve("job.yaml").toString(), "--json");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.lastLine()).contains("\"run\":1", "\"enriched\":" + RECORDS);
    }

    private void resize(long megabytes) throws Exception {
        assertThat(command("mount", "-o", "remount,size=" + megabytes + "m", disk.toString()))
                .isZero();
    }

    private static int command(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
