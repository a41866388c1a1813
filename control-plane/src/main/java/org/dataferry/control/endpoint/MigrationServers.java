package org.dataferry.control.endpoint;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dataferry.control.ControlException;
import org.dataferry.embedded.EmbeddedEndpoints;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedServersException;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.PostgresEndpoint;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerFailure;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.DataverseSettings;
import org.dataferry.schemas.settings.KafkaSettings;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.PostgresSettings;
import org.dataferry.schemas.settings.RegistrySettings;
import org.dataferry.schemas.settings.SettingsException;

/** The servers of a migration: those that its settings name, and embedded ones for the rest. */
public final class MigrationServers implements AutoCloseable {

    private final EmbeddedServers embedded;
    private final Endpoints endpoints;

    private MigrationServers(EmbeddedServers embedded, Endpoints endpoints) {
        this.embedded = embedded;
        this.endpoints = endpoints;
    }

    /** Starts what is embedded and does not run yet; returns when all of that answers. */
    public static MigrationServers start(MigrationFolder folder, Ownership ownership, Progress progress) {
        MigrationSettings settings = folder.settings();
        EmbeddedServers embedded = EmbeddedServers.start(
                new EmbeddedSettings(folder.state(), embeddedKinds(settings), ownership), progress);
        return new MigrationServers(embedded, endpoints(settings, embedded.endpoints()));
    }

    /** The servers that a migration's settings do not name. */
    public static Set<ServerKind> embeddedKinds(MigrationSettings settings) {
        EnumSet<ServerKind> kinds = EnumSet.allOf(ServerKind.class);
        settings.configuredKafka().ifPresent(any -> kinds.remove(ServerKind.KAFKA));
        settings.configuredRegistry().ifPresent(any -> kinds.remove(ServerKind.REGISTRY));
        settings.source().configuredPostgres().ifPresent(any -> kinds.remove(ServerKind.SOURCE_POSTGRES));
        settings.configuredLedger().ifPresent(any -> kinds.remove(ServerKind.LEDGER_POSTGRES));
        settings.target().configuredDataverse().ifPresent(any -> kinds.remove(ServerKind.EMULATOR));
        return kinds;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Throws if a server that is ours has died. */
    public void throwIfFailed() {
        List<ServerFailure> failures = embedded.failures();
        if (!failures.isEmpty()) {
            throw new ControlException(failures.getFirst().message());
        }
    }

    /**
     * Stops what this start has started, unless it is to be kept. An interrupt, by which a command is told to end, does not
     * cut this short.
     */
    @Override
    public void close() {
        close(embedded);
    }

    static void close(EmbeddedServers embedded) {
        boolean interrupted = Thread.interrupted();
        try {
            embedded.close();
        } catch (EmbeddedServersException cutShort) {
            if (!Thread.interrupted()) {
                throw cutShort;
            }
            interrupted = true;
            embedded.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Properties kafkaClient(MigrationSettings settings, EmbeddedEndpoints embedded) {
        return settings.configuredKafka()
                .map(MigrationServers::client)
                .orElseGet(() -> client(embedded.kafka().orElseThrow()));
    }

    static RegistryEndpoint registry(MigrationSettings settings, EmbeddedEndpoints embedded) {
        return settings.configuredRegistry()
                .map(RegistrySettings::endpoint)
                .orElseGet(() ->
                        RegistryEndpoint.of(embedded.registry().orElseThrow().toString()));
    }

    private static Endpoints endpoints(MigrationSettings settings, EmbeddedEndpoints embedded) {
        return new Endpoints(
                settings.source()
                        .configuredPostgres()
                        .map(MigrationServers::database)
                        .orElseGet(() -> database(embedded.source().orElseThrow())),
                settings.configuredLedger()
                        .map(MigrationServers::database)
                        .orElseGet(() -> database(embedded.ledger().orElseThrow())),
                kafkaClient(settings, embedded),
                registry(settings, embedded),
                settings.target()
                        .configuredDataverse()
                        .map(MigrationServers::target)
                        .orElseGet(() -> target(embedded.dataverse().orElseThrow())));
    }

    private static Endpoints.Database database(PostgresSettings settings) {
        return new Endpoints.Database(settings.url(), settings.user(), settings.password(), false);
    }

    private static Endpoints.Database database(PostgresEndpoint embedded) {
        return new Endpoints.Database(embedded.jdbcUrl(), embedded.user(), new Secret(embedded.password()), true);
    }

    private static Endpoints.Target target(DataverseSettings settings) {
        return new Endpoints.Target(
                settings.url(), settings.tokenUrl(), settings.clientId(), settings.clientSecret(), false);
    }

    private static Endpoints.Target target(org.dataferry.embedded.DataverseEndpoint emulator) {
        return new Endpoints.Target(
                emulator.baseUrl(),
                emulator.tokenUrl(),
                emulator.clientId(),
                new Secret(emulator.clientSecret()),
                true);
    }

    private static Properties client(String bootstrapServers) {
        Properties properties = new Properties();
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    private static Properties client(KafkaSettings settings) {
        Properties properties = new Properties();
        Path file = settings.propertiesFile();
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException unreadable) {
                throw new SettingsException("kafka.propertiesFile " + file + " cannot be read", unreadable);
            }
        }
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return properties;
    }
}
