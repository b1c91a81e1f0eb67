package io.releasemedia.cli;

import io.releasemedia.source.SourceSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands that answer for single inputs share: where these come from, what may be reached, how to answer. */
final class InputOptions {

    @Option(
            names = "--files-from",
            paramLabel = "FILE|-",
            description = "Read inputs from a file, one a line; - is standard input.")
    private String filesFrom = "";

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin
    private AllowedAddresses allowed = new AllowedAddresses();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    boolean json() {
        return json;
    }

    /** How sources are opened. */
    SourceSettings settings() throws CommandException {
        return allowed.settings();
    }

    /** The ranges of addresses that are open, which {@link #settings} has checked. */
    List<String> ranges() {
        return allowed.ranges();
    }

    /**
     * The inputs of the command line, then those of the file, as they are read.
     *
     * @throws ParameterException there are neither
     */
    Stream<String> after(List<String> given) throws CommandException {
        if (given.isEmpty() && filesFrom.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "give at least one " + command.positionalParameters().get(0).paramLabel() + ", or --files-from");
        }
        return filesFrom.isEmpty() ? given.stream() : Stream.concat(given.stream(), lines());
    }

    private Stream<String> lines() throws CommandException {
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
