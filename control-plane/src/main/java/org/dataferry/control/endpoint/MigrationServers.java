package org.dataferry.control.endpoint;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.DeclaredKeys;
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
import org.dataferry.schemas.settings.SourceSettings;

/** The servers of a migration: those that its settings name, and embedded ones for the rest. */
public final class MigrationServers implements AutoCloseable {

    /** Of a rebuild, first what is its own; then what all use together. */
    private final List<EmbeddedServers> embedded;

    private final Endpoints endpoints;

    private MigrationServers(List<EmbeddedServers> embedded, Endpoints endpoints) {
        this.embedded = List.copyOf(embedded);
        this.endpoints = endpoints;
    }

    /** Starts what is embedded and does not run yet; returns when all of that answers. */
    public static MigrationServers start(MigrationFolder folder, Ownership ownership, Progress progress) {
        MigrationSettings settings = folder.settings();
        EmbeddedServers shared =
                EmbeddedServers.start(new EmbeddedSettings(folder.state(), sharedKinds(folder), ownership), progress);
        try {
            if (!hasOwnEmulator(folder)) {
                EmbeddedEndpoints all = shared.endpoints();
                return new MigrationServers(List.of(shared), endpoints(folder, all, all));
            }
            EmbeddedServers own = EmbeddedServers.start(
                    new EmbeddedSettings(folder.ownState(), Set.of(ServerKind.EMULATOR), ownership), progress);
            try {
                return new MigrationServers(
                        List.of(own, shared), endpoints(folder, shared.endpoints(), own.endpoints()));
            } catch (RuntimeException failed) {
                closeAfter(failed, own);
                throw failed;
            }
        } catch (RuntimeException failed) {
            closeAfter(failed, shared);
            throw failed;
        }
    }

    private static void closeAfter(RuntimeException failed, EmbeddedServers embedded) {
        try {
            close(embedded);
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }

    /** A rebuild writes to an emulator that nobody else writes to. */
    private static boolean hasOwnEmulator(MigrationFolder folder) {
        return folder.isRebuild() && embeddedKinds(folder.settings()).contains(ServerKind.EMULATOR);
    }

    /** The embedded servers that the run and all rebuilds of a migration use together. */
    private static Set<ServerKind> sharedKinds(MigrationFolder folder) {
        Set<ServerKind> kinds = embeddedKinds(folder.settings());
        if (folder.isRebuild()) {
            kinds.remove(ServerKind.EMULATOR);
        }
        return kinds;
    }

    /** The servers that a migration's settings do not name. */
    public static Set<ServerKind> embeddedKinds(MigrationSettings settings) {
        EnumSet<ServerKind> kinds = EnumSet.allOf(ServerKind.class);
        settings.configuredKafka().ifPresent(any -> kinds.remove(ServerKind.KAFKA));
        settings.configuredRegistry().ifPresent(any -> kinds.remove(ServerKind.REGISTRY));
        if (settings.sources().stream().noneMatch(SourceSettings::isEmbedded)) {
            kinds.remove(ServerKind.SOURCE_POSTGRES);
        }
        settings.configuredLedger().ifPresent(any -> kinds.remove(ServerKind.LEDGER_POSTGRES));
        settings.target().configuredDataverse().ifPresent(any -> kinds.remove(ServerKind.EMULATOR));
        return kinds;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Throws if a server that is ours has died, and that changes need on their way: the ledger only follows them. */
    public void throwIfFailed() {
        List<ServerFailure> failures = embedded.stream()
                .flatMap(servers -> servers.failures().stream())
                .filter(failure -> failure.server() != ServerKind.LEDGER_POSTGRES)
                .toList();
        if (!failures.isEmpty()) {
            throw new ControlException(failures.getFirst().message());
        }
    }

    /** The servers that the run and rebuilds use together do not stop with this; {@code ferry down} stops them. */
    public void leaveToOthers() {
        embedded.getLast().keep();
    }

    /**
     * Stops what this start has started, unless it is to be kept. An interrupt, by which a command is told to end, does not
     * cut this short.
     */
    @Override
    public void close() {
        embedded.forEach(MigrationServers::close);
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

    static Endpoints.Database ledger(MigrationSettings settings, EmbeddedEndpoints embedded) {
        return settings.configuredLedger()
                .map(MigrationServers::database)
                .orElseGet(() -> database(embedded.ledger().orElseThrow()));
    }

    private static Endpoints endpoints(MigrationFolder folder, EmbeddedEndpoints embedded, EmbeddedEndpoints ofTarget) {
        MigrationSettings settings = folder.settings();
        return new Endpoints(
                ends(folder, embedded),
                ledger(settings, embedded),
                kafkaClient(settings, embedded),
                registry(settings, embedded),
                settings.target()
                        .configuredDataverse()
                        .map(MigrationServers::target)
                        .orElseGet(() -> target(ofTarget.dataverse().orElseThrow())));
    }

    private static Map<String, Endpoints.SourceEnd> ends(MigrationFolder folder, EmbeddedEndpoints embedded) {
        Map<String, Endpoints.SourceEnd> ends = new LinkedHashMap<>();
        folder.settings().sources().forEach(source -> ends.put(source.name(), end(folder, source, embedded)));
        return ends;
    }

    private static Endpoints.SourceEnd end(MigrationFolder folder, SourceSettings source, EmbeddedEndpoints embedded) {
        return source.configuredDumps()
                .<Endpoints.SourceEnd>map(dumps -> new Endpoints.Dumps(DumpSource.of(
                        folder.directory(),
                        folder.stateOf(source.name()),
                        dumps,
                        folder.settings().limits().dumps())))
                .orElseGet(() -> source.configuredPostgres()
                        .map(MigrationServers::database)
                        .orElseGet(() -> EmbeddedSources.database(
                                database(embedded.source().orElseThrow()), folder.settings(), source.name()))
                        .with(DeclaredKeys.parse(source.keys())));
    }

    private static Endpoints.Database database(PostgresSettings settings) {
        return new Endpoints.Database(settings.url(), settings.user(), settings.password(), false);
    }

    private static Endpoints.Database database(PostgresEndpoint embedded) {
        return new Endpoints.Database(embedded.jdbcUrl(), embedded.user(), new Secret(embedded.password()), true);
    }

    private static Endpoints.Target target(DataverseSettings settings) {
        return new Endpoints.Target(
                settings.url(),
                settings.tokenUrl(),
                settings.clientId(),
                settings.clientSecret(),
                settings.moreUsers(),
                false);
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
