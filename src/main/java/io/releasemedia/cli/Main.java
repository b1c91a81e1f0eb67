package io.releasemedia.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry. */
@Command(
        name = "release-media",
        description = "Fills in and exports the media metadata of a music catalogue.",
        subcommands = {
            RunCommand.class,
            WorkerCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            StatusCommand.class,
            PruneCommand.class,
            ProbeCommand.class,
            CheckLinksCommand.class,
            ServeCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  release-media run jobs/sample.yaml",
            "",
            "Exit codes: 0 done; 1 done, some records failed (listed); 2 wrong usage or job file, nothing was",
            "touched; 3 could not run (database, disk, lock); 130/143 interrupted, can be taken up again."
        })
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        int exitCode = ExitCode.COULD_NOT_RUN;
        try {
            exitCode = execute(console, arguments);
        } catch (OutOfMemoryError e) {
            console.err()
                    .println("release-media: memory is out, of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB; give it more, for example RELEASE_MEDIA_JAVA_OPTS=-Xmx2g");
        } catch (Error e) {
            unexpected(console, e);
        }
        console.flush();
        System.exit(exitCode);
    }

    private static int unexpected(Console console, Throwable problem) {
        console.err().println("release-media: unexpected failure, please report it");
        problem.printStackTrace(console.err());
        return ExitCode.COULD_NOT_RUN;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int execute(Console console, String... arguments) {
        CommandLine line = new CommandLine(new Main(), new ConsoleFactory(console));
        line.setParameterExceptionHandler((problem, given) -> {
            CommandLine at = problem.getCommandLine();
            console.err().println("release-media: " + problem.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(problem, console.errWriter());
            console.err().println("Type '" + at.getCommandSpec().qualifiedName() + " --help' to see what it takes.");
            return ExitCode.WRONG_USAGE;
        });
        line.setExecutionExceptionHandler((problem, at, given) -> {
            console.flush();
            if (problem instanceof CommandException expected) {
                expected.getMessage().lines().forEach(text -> console.err().println("release-media: " + text));
                return expected.exitCode();
            }
            return unexpected(console, problem);
        });
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setUsageHelpWidth(100);
        return line.execute(arguments);
    }

    /** Gives the console to the commands that are made. */
    private record ConsoleFactory(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(Console.class).newInstance(console);
            } catch (NoSuchMethodException e) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"release-media " + (version == null ? "(built from classes)" : version)};
        }
    }
}
