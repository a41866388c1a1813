package org.dataferry.control.soak.capture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dataferry.control.ControlException;
import org.dataferry.embedded.EmbeddedEndpoints;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.PostgresEndpoint;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.embedded.ServerState;

/** Kafka, registry and source of a soak; each can be killed, and comes back with its data where it was. */
final class SoakServers implements AutoCloseable {

    private static final Duration DEATH = Duration.ofSeconds(20);

    private final EmbeddedSettings settings;
    private final Progress progress;
    private EmbeddedServers running;

    SoakServers(Path directory, Progress progress) {
        this.settings = new EmbeddedSettings(
                directory,
                EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY, ServerKind.SOURCE_POSTGRES),
                Ownership.OWNED_BY_THIS_PROCESS);
        this.progress = progress;
        this.running = EmbeddedServers.start(settings, progress);
    }

    CaptureChild.Servers addresses() {
        EmbeddedEndpoints endpoints = running.endpoints();
        PostgresEndpoint source = endpoints.source().orElseThrow();
        return new CaptureChild.Servers(
                endpoints.kafka().orElseThrow(),
                endpoints.registry().orElseThrow().toString(),
                source.jdbcUrl(),
                source.user(),
                source.password());
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill(ServerKind server) throws InterruptedException {
        if (!(EmbeddedServers.status(settings.directory()).get(server) instanceof ServerState.Running state)) {
            throw new ControlException(server.title() + " does not run, so it cannot be killed");
        }
        ProcessHandle process = ProcessHandle.of(state.pid())
                .orElseThrow(() -> new ControlException(server.title() + " ended by itself"));
        process.destroyForcibly();
        try {
            process.onExit().get(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException immortal) {
            throw new ControlException(server.title() + " does not die within " + DEATH, immortal);
        }
    }

    /** Returns when all answer again. */
    void revive() {
        EmbeddedServers before = running;
        running = EmbeddedServers.start(settings, progress);
        before.keep();
    }

    @Override
    public void close() {
        running.close();
        EmbeddedServers.stopAll(settings.directory(), progress);
    }
}
