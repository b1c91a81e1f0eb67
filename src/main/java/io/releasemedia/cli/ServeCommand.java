package io.releasemedia.cli;

import io.releasemedia.api.EndpointServer;
import io.releasemedia.api.ServeSettings;
import io.releasemedia.api.ServeSettings.Listener;
import io.releasemedia.api.SettingsException;
import io.releasemedia.api.TokenSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: the endpoint, until the process is told to end. */
@Command(
        name = "serve",
        description = "Serves GET /releases/{id}/media and GET /releases/{id}/tracks/{trackId}/media.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What signs the tokens is set by one of RELEASE_MEDIA_JWT_SECRET (HS256), RELEASE_MEDIA_JWT_PUBLIC_KEY",
            "(a PEM file), RELEASE_MEDIA_JWT_JWKS and RELEASE_MEDIA_JWT_ISSUER (URLs); see src/docs/SERVE.md.",
            "",
            "Example:",
            "  RELEASE_MEDIA_JWT_SECRET=\"$(cat secret.txt)\" release-media serve --port 8084"
        })
final class ServeCommand implements Callable<Integer> {

    /** For the start, which migrates the schema; requests have connections of their own. */
    private static final int CONNECTIONS_BESIDE = 2;

    private static final int LARGEST_PORT = 65_535;

    private final Console console;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${sys:release-media.serve.port:-${env:RELEASE_MEDIA_SERVE_PORT:-8084}}",
            description = "Port of the endpoint; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "${sys:release-media.serve.address:-${env:RELEASE_MEDIA_SERVE_ADDRESS:-0.0.0.0}}",
            description = "Address that the endpoint listens at (default: ${DEFAULT-VALUE}, all of the machine's).")
    private String address = "";

    @Option(
            names = "--management-port",
            paramLabel = "N",
            defaultValue =
                    "${sys:release-media.serve.management-port:-${env:RELEASE_MEDIA_SERVE_MANAGEMENT_PORT:-8085}}",
            description = "Port of health and metrics; 0 is off (default: ${DEFAULT-VALUE}).")
    private int managementPort;

    @Option(
            names = "--management-address",
            paramLabel = "ADDRESS",
            defaultValue = "${sys:release-media.serve.management-address:-"
                    + "${env:RELEASE_MEDIA_SERVE_MANAGEMENT_ADDRESS:-127.0.0.1}}",
            description = "Address that health and metrics listen at (default: ${DEFAULT-VALUE}).")
    private String managementAddress = "";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "${sys:release-media.serve.connections:-${env:RELEASE_MEDIA_SERVE_CONNECTIONS:-10}}",
            description = "The most connections to the database at once (default: ${DEFAULT-VALUE}).")
    private int connections;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        ServeSettings settings = settings();
        return OpenDatabase.run(CONNECTIONS_BESIDE, (dataSource, interruption) -> {
            CountDownLatch told = new CountDownLatch(1);
            interruption.stopBy(told::countDown);
            try (EndpointServer server = EndpointServer.start(settings, dataSource)) {
                console.err().println(place(settings, server));
                told.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ExitCode.DONE;
        });
    }

    private ServeSettings settings() throws CommandException {
        requirePort("--port", port);
        requirePort("--management-port", managementPort);
        if (port != 0 && port == managementPort) {
            throw CommandException.wrongUsage("--port and --management-port must differ");
        }
        if (connections < 1) {
            throw CommandException.wrongUsage("--connections must be at least 1");
        }
        try {
            return new ServeSettings(
                    new Listener(address, port),
                    managementPort == 0
                            ? Optional.empty()
                            : Optional.of(new Listener(managementAddress, managementPort)),
                    connections,
                    TokenSettings.fromEnvironment());
        } catch (SettingsException e) {
            throw CommandException.wrongUsage(e.getMessage());
        }
    }

    private static void requirePort(String option, int port) throws CommandException {
        if (port < 0 || port > LARGEST_PORT) {
            throw CommandException.wrongUsage(option + " must be a number from 0 to " + LARGEST_PORT);
        }
    }

    private static String place(ServeSettings settings, EndpointServer server) {
        return "Serving http://" + settings.api().address() + ":" + server.port() + "/releases/{id}/media"
                + settings.management()
                        .map(listener -> ", health and metrics at http://" + listener.address() + ":"
                                + server.managementPort().orElse(listener.port()) + "/actuator")
                        .orElse("");
    }
}
