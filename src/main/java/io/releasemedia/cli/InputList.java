package io.releasemedia.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option that reads inputs from a file. */
final class InputList {

    @Option(
            names = "--files-from",
            paramLabel = "FILE|-",
            description = "Read inputs from a file, one a line; - is standard input.")
    private String filesFrom = "";

    boolean isGiven() {
        return !filesFrom.isEmpty();
    }

    /** The inputs, as they are read; none if there is no such option. */
    Stream<String> lines() throws CommandException {
        if (filesFrom.isEmpty()) {
            return Stream.of();
        }
        if (!filesFrom.equals("-") && Files.isDirectory(Path.of(filesFrom))) {
            throw CommandException.wrongUsage("--files-from " + filesFrom + ": is a folder, a file expected");
        }
        try {
            InputStream in = filesFrom.equals("-") ? System.in : Files.newInputStream(Path.of(filesFrom));
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw CommandException.wrongUsage("--files-from " + filesFrom + ": cannot be read");
        }
    }
}
