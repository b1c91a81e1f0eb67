package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is forced to the disk while it grows. */
class SteadyFileTest {

    @TempDir
    private Path folder;

    @Test
    void holdsWhatWasWritten() throws IOException {
        byte[] content = new byte[3_500_000];
        new Random(1).nextBytes(content);
        Path path = folder.resolve("file");
        FileChannel channel = open(path);

        try (SteadyFile file = new SteadyFile(channel)) {
            file.write(content[0]);
            for (int from = 1; from < content.length; from += 65_536) {
                file.write(content, from, Math.min(65_536, content.length - from));
            }
        }

        assertThat(channel.isOpen()).isFalse();
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void aFailureIsNotLost() throws IOException {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            SteadyFile file = new SteadyFile(full);

            assertThatThrownBy(() -> file.write(new byte[10]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
        FileChannel channel = open(folder.resolve("another"));
        SteadyFile file = new SteadyFile(channel);
        file.write(new byte[10]);
        file.close();
        assertThatThrownBy(() -> file.write(1)).isInstanceOf(IOException.class);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
