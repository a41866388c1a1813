package org.dataferry.control.endpoint;

import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.MigrationSettings;

/** Kafka and the registry of a migration, for a command that needs neither source nor target. */
public final class LogServers implements AutoCloseable {

    private final EmbeddedServers embedded;
    private final Properties kafkaClient;
    private final RegistryEndpoint registry;

    private LogServers(EmbeddedServers embedded, Properties kafkaClient, RegistryEndpoint registry) {
        this.embedded = embedded;
        this.kafkaClient = kafkaClient;
        this.registry = registry;
    }

    /** Joins those that run; those that are embedded and do not run are started, and stop with this. */
    public static LogServers start(MigrationFolder folder, Progress progress) {
        MigrationSettings settings = folder.settings();
        Set<ServerKind> kinds = EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY);
        kinds.retainAll(MigrationServers.embeddedKinds(settings));
        EmbeddedServers embedded = EmbeddedServers.start(
                new EmbeddedSettings(folder.state(), kinds, Ownership.OWNED_BY_THIS_PROCESS), progress);
        return new LogServers(
                embedded,
                MigrationServers.kafkaClient(settings, embedded.endpoints()),
                MigrationServers.registry(settings, embedded.endpoints()));
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

    @Override
    public void close() {
        MigrationServers.close(embedded);
    }
}
