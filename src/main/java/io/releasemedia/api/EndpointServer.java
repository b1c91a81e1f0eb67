package io.releasemedia.api;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The endpoint while it is served. */
public final class EndpointServer implements AutoCloseable {

    /** What an operator may set otherwise, by properties or variables of these names. */
    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("server.max-http-request-header-size", "16KB"),
            Map.entry("server.tomcat.max-swallow-size", "64KB"),
            Map.entry("server.tomcat.max-connections", "4096"),
            Map.entry("server.tomcat.connection-timeout", "10s"),
            Map.entry("server.tomcat.keep-alive-timeout", "30s"),
            Map.entry("server.tomcat.max-keep-alive-requests", "10000"),
            Map.entry("server.tomcat.mbeanregistry.enabled", "true"),
            Map.entry("server.shutdown", "graceful"),
            Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "7s"),
            Map.entry("spring.jmx.enabled", "false"),
            Map.entry("management.endpoints.access.default", "none"),
            Map.entry("management.endpoint.health.access", "read-only"),
            Map.entry("management.endpoint.prometheus.access", "read-only"),
            Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
            Map.entry("management.endpoint.health.probes.enabled", "true"),
            Map.entry("management.endpoint.health.group.readiness.include", "readinessState,db"),
            // Failures to start are told by the command.
            Map.entry("logging.level.org.springframework.boot.SpringApplication", "off"),
            Map.entry("logging.level.org.springframework.boot.diagnostics", "off"),
            Map.entry("logging.level.org.apache.catalina", "off"));

    private final ConfigurableApplicationContext context;
    private final RequestConnections connections;

    private EndpointServer(ConfigurableApplicationContext context, RequestConnections connections) {
        this.context = context;
        this.connections = connections;
    }

    /**
     * Starts to serve.
     *
     * @param dataSource a pool to the database; requests get connections of their own to it
     * @throws ServerStartException a port is taken, or an address is not the machine's
     * @throws SQLException the data source is no HikariCP pool
     */
    public static EndpointServer start(ServeSettings settings, DataSource dataSource)
            throws ServerStartException, SQLException {
        RequestConnections connections = RequestConnections.like(dataSource, settings.connections());
        try {
            return new EndpointServer(application(settings, connections).run(), connections);
        } catch (RuntimeException e) {
            connections.close();
            throw new ServerStartException(sentence(e), e);
        }
    }

    private static SpringApplicationBuilder application(ServeSettings settings, DataSource connections) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(ServeConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .properties(DEFAULTS)
                .initializers(starting -> {
                    addFirst(starting.getEnvironment(), listeners(settings));
                    starting.getBeanFactory().registerSingleton("serveSettings", settings);
                    starting.getBeanFactory().registerSingleton("dataSource", connections);
                });
        if (settings.management().isPresent()) {
            application.sources(ManagementConfiguration.class);
        }
        return application;
    }

    /** The port of the endpoint. */
    public int port() {
        return port("local.server.port").orElseThrow();
    }

    /** The port of health and metrics; empty if they are off. */
    public Optional<Integer> managementPort() {
        return port("local.management.port");
    }

    private Optional<Integer> port(String property) {
        return Optional.ofNullable(context.getEnvironment().getProperty(property, Integer.class));
    }

    /** Takes no more requests, lets those that are under way end, and stops. */
    @Override
    public void close() {
        try (connections) {
            context.close();
        }
    }

    private static Map<String, Object> listeners(ServeSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", settings.api().address());
        properties.put("server.port", settings.api().port());
        settings.management().ifPresent(listener -> {
            properties.put("management.server.address", listener.address());
            properties.put("management.server.port", listener.port());
        });
        return properties;
    }

    private static void addFirst(ConfigurableEnvironment environment, Map<String, Object> properties) {
        environment.getPropertySources().addFirst(new MapPropertySource("serve", properties));
    }

    private static String sentence(Throwable failure) {
        Throwable root = failure;
        while (!(root instanceof PortInUseException) && root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof PortInUseException taken
                ? "port " + taken.getPort() + " is taken; choose another with --port or --management-port"
                : "the server could not be started: " + root.getMessage();
    }
}
