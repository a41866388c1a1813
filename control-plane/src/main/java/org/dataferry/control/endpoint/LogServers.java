package org.dataferry.control.endpoint;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.MigrationSettings;

/** Kafka and the registry of a migration, and its ledger if that is asked for; for a command that needs neither source nor target. */
public final class LogServers implements AutoCloseable {

    private final EmbeddedServers embedded;
    private final Properties kafkaClient;
    private final RegistryEndpoint registry;
    private final Optional<Endpoints.Database> ledger;

    private LogServers(
            EmbeddedServers embedded,
            Properties kafkaClient,
            RegistryEndpoint registry,
            Optional<Endpoints.Database> ledger) {
        this.embedded = embedded;
        this.kafkaClient = kafkaClient;
        this.registry = registry;
        this.ledger = ledger;
    }

    /** Joins those that run; those that are embedded and do not run are started, and stop with this. */
    public static LogServers start(MigrationFolder folder, Progress progress) {
        return start(folder, EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY), progress);
    }

    /** As above, with the database of the ledger. */
    public static LogServers withLedger(MigrationFolder folder, Progress progress) {
        return start(folder, EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY, ServerKind.LEDGER_POSTGRES), progress);
    }

    private static LogServers start(MigrationFolder folder, Set<ServerKind> wanted, Progress progress) {
        MigrationSettings settings = folder.settings();
        Set<ServerKind> kinds = EnumSet.copyOf(wanted);
        kinds.retainAll(MigrationServers.embeddedKinds(settings));
        EmbeddedServers embedded = EmbeddedServers.start(
                new EmbeddedSettings(folder.state(), kinds, Ownership.OWNED_BY_THIS_PROCESS), progress);
        return new LogServers(
                embedded,
                MigrationServers.kafkaClient(settings, embedded.endpoints()),
                MigrationServers.registry(settings, embedded.endpoints()),
                wanted.contains(ServerKind.LEDGER_POSTGRES)
                        ? Optional.of(MigrationServers.ledger(settings, embedded.endpoints()))
                        : Optional.empty());
    }

    /** Connection settings for any Kafka client. */
    public Properties kafkaClient() {
        Properties copy = new Properties();
        copy.putAll(kafkaClient);
        return copy;
    }

    public RegistryEndpoint registry() {
        return registry;
    }

    /** The database of the ledger, where it was asked for. */
    public Endpoints.Database ledger() {
        return ledger.orElseThrow();
    }

    /** What this has started does not stop with it; {@code ferry down} stops it. */
    public void leaveToOthers() {
        embedded.keep();
    }

    @Override
    public void close() {
        MigrationServers.close(embedded);
    }
}
