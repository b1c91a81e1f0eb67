package io.releasemedia.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

    @TempDir
    Path folder;

    private final Sources sources = new Sources(SourceSettings.DEFAULT);
    private List<Path> roots = List.of();

    @BeforeEach
    void write() throws IOException {
        write("first/a/b c.mp3", "one");
        write("second/a/d+e%20f.mp3", "two");
        write("second/a/b c.mp3", "hidden by the first");
        write("outside/secret.mp3", "secret");
        Files.createSymbolicLink(folder.resolve("first/out"), folder.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("first/out.mp3"), folder.resolve("outside/secret.mp3"));
        Files.createSymbolicLink(folder.resolve("first/in.mp3"), folder.resolve("first/a/b c.mp3"));
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("second"));
        roots = List.of(folder.resolve("first"), folder.resolve("missing"), folder.resolve("linked"));
    }

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void opensWhatSomebodyTypes() throws Exception {
        Path file = folder.resolve("first/a/b c.mp3");
        for (String input : List.of(
                file.toString(),
                "file:" + file.toString().replace(" ", "%20"),
                file.toUri().toString(),
                "FILE://localhost" + file.toString().replace(" ", "%20"),
                "file:" + file)) {
            assertThat(text(sources.open(input))).isEqualTo("one");
        }
        assertThat(sources.open("https://example.com/a?b").name()).isEqualTo("https://example.com/a");
        assertThat(sources.open("HTTP://example.com").isRemote()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/a.mp3",
                "gopher://x",
                "http://",
                "https://exa mple/",
                "file:",
                "file://",
                "file://other/a.mp3",
                "file:/a%zz.mp3",
                "file:/a%00.mp3",
                "file:/a?b",
                "a\u0000b",
            })
    void namesWhatIsNoSource(String input) {
        assertThatThrownBy(() -> sources.open(input)).isInstanceOf(UnsupportedUrlException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a.mp3", "/etc/passwd", "mailto:a@b.example", "data:,x", "ftp://u:pw@h/x?y", "C:\\a", "//h/x"
            })
    void recordsNameSourcesByUrl(String url) {
        assertThatThrownBy(() -> sources.openBelow(roots, url))
                .isInstanceOf(UnsupportedUrlException.class)
                .hasMessageNotContaining("pw");
        assertThat(sources.stamp(roots, url)).isEmpty();
    }

    @Test
    void readsBelowEachFolderInTurn() throws Exception {
        assertThat(below("file:a/b%20c.mp3")).isEqualTo("one");
        assertThat(below("file:a/d+e%2520f.mp3")).isEqualTo("two");
        assertThat(below("file:a/../a/./b c.mp3")).isEqualTo("one");
        assertThat(below("file:in.mp3")).isEqualTo("one");
        assertThat(below("file://" + folder + "/first/a/b%20c.mp3")).isEqualTo("one");
        assertThat(below("file:" + folder + "/linked/a/b%20c.mp3")).isEqualTo("hidden by the first");
        assertThat(below("file:" + folder + "/second/a/b%20c.mp3")).isEqualTo("hidden by the first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:../outside/secret.mp3",
                "file:%2e%2e/outside/secret.mp3",
                "file:a%2F..%2F../outside/secret.mp3",
                "file:../nowhere",
                "file:out.mp3",
                "file:out/secret.mp3",
                "file:out/../outside/secret.mp3",
                "file:///etc/passwd",
                "file:///nowhere",
                "file:/FOLDER/outside/secret.mp3",
                "file:/FOLDER/first/../outside/secret.mp3",
                "file:/FOLDER/firstborn",
            })
    void leavesNoFolder(String url) {
        String full = url.replace("/FOLDER", folder.toString());
        assertThatThrownBy(() -> sources.openBelow(roots, full)).isInstanceOf(BlockedSourceException.class);
        assertThat(sources.stamp(roots, full)).isEmpty();
    }

    @Test
    void tellsMissingFilesFromRefusedOnes() {
        assertThatThrownBy(() -> below("file:a/none.mp3"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("a/none.mp3");
        assertThatThrownBy(() -> below("file:" + folder + "/first/none.mp3")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> below("file:a")).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> sources.openBelow(List.of(), "file:a/b%20c.mp3"))
                .isInstanceOf(BlockedSourceException.class);
        assertThatThrownBy(() -> sources.openBelow(List.of(folder.resolve("first")), "file:a/b%2520c.mp3"))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void stampsLocalFiles() throws Exception {
        Files.setLastModifiedTime(folder.resolve("first/a/b c.mp3"), FileTime.fromMillis(1_700_000_000_123L));
        assertThat(sources.stamp(roots, "file:a/b%20c.mp3")).contains(new FileStamp(3, 1_700_000_000_123L));
        assertThat(sources.stamp(roots, "file:a")).isEmpty();
        assertThat(sources.stamp(roots, "file:a/none.mp3")).isEmpty();
        assertThat(sources.stamp(roots, "https://example.com/a")).isEmpty();
    }

    private String below(String url) throws IOException {
        return text(sources.openBelow(roots, url));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String text(ByteSource source) throws IOException {
        try (source) {
            byte[] bytes = new byte[100];
            var read = source.read(0, bytes.length);
            read.get(bytes, 0, read.limit());
            return new String(bytes, 0, read.limit(), StandardCharsets.UTF_8);
        }
    }
}
