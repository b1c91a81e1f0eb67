package io.releasemedia.probe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of real media files whose facts are known: {@code files/} and {@code truth.jsonl}, one object a line. Named
 * by the system property {@code corpus}.
 *
 * @param files one for each line of the truth
 */
record Corpus(List<Item> files) {

    /**
     * A file.
     *
     * @param kind {@code audio}, {@code video}, {@code image}; {@code malformed} or {@code contested} for files on
     *     which independent probers do not agree, so that any answer will do
     * @param truth expected values by the API's key; a field without agreement is absent
     */
    record Item(Path path, String extension, String kind, Map<String, Object> truth) {
        boolean isScored() {
            return !kind.equals("malformed") && !kind.equals("contested");
        }
    }

    /** The corpus of the system property; the test is skipped without one. */
    static Corpus load() {
        String folder = System.getProperty("corpus", "");
        assumeTrue(!folder.isBlank(), "no corpus: give -Dcorpus=FOLDER to run this");
        return load(Path.of(folder));
    }

    /** Content of the corpus' files that are not empty and not larger than this; none without a corpus. */
    static List<byte[]> small(int largest) {
        String folder = System.getProperty("corpus", "");
        if (folder.isBlank()) {
            return List.of();
        }
        List<byte[]> contents = new ArrayList<>();
        try {
            for (Item item : load(Path.of(folder)).files()) {
                long size = Files.size(item.path());
                if (size > 0 && size <= largest) {
                    contents.add(Files.readAllBytes(item.path()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    static Corpus load(Path folder) {
        JsonMapper json = JsonMapper.shared();
        List<Item> items = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("truth.jsonl"))) {
                JsonNode node = json.readTree(line);
                Map<String, Object> truth = new TreeMap<>();
                node.get("truth").forEachEntry((key, value) -> {
                    if (!value.isNull()) {
                        truth.put(key, value.isNumber() ? value.doubleValue() : value.asString());
                    }
                });
                truth.put("fileSize", node.get("size").doubleValue());
                items.add(new Item(
                        folder.resolve("files").resolve(node.get("file").asString()),
                        node.get("ext").asString(),
                        node.get("kind").asString(),
                        truth));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Corpus(List.copyOf(items));
    }
}
