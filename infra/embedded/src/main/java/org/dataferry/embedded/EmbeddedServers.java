package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The embedded servers of one state directory. What holds:
 *
 * <ol>
 *   <li>A start joins what runs and starts what is missing, in parallel. After a kill -9 of anything the next start works, on the same data
 *       and the same ports.
 *   <li>Only own processes are ever stopped: recognised by pid, start time and an argument that names the directory, never by name.
 *   <li>Of starts and stops in one directory, also by several processes, one happens at a time.
 *   <li>A start that fails stops what it has started.
 * </ol>
 */
public final class EmbeddedServers implements AutoCloseable {

    /** A start by another process may come first, with five servers to make. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(90);

    private final StateDirectory state;
    private final Map<ServerKind, RunningServer> servers;
    private final Progress progress;

    private EmbeddedServers(StateDirectory state, Map<ServerKind, RunningServer> servers, Progress progress) {
        this.state = state;
        this.servers = new EnumMap<>(ServerKind.class);
        this.servers.putAll(servers);
        this.progress = progress;
    }

    /**
     * Returns when every wanted server answers.
     *
     * @throws PortInUse if a server's port belongs to another process
     * @throws EmbeddedServersException if a server does not start; or if the thread is interrupted, which it stays
     */
    public static EmbeddedServers start(EmbeddedSettings settings, Progress progress) {
        StateDirectory state = StateDirectory.create(settings.directory());
        return locked(state, "starting", () -> startLocked(state, settings, progress));
    }

    private static EmbeddedServers startLocked(StateDirectory state, EmbeddedSettings settings, Progress progress)
            throws InterruptedException {
        Map<ServerKind, RunningServer> ready = Collections.synchronizedMap(new EnumMap<>(ServerKind.class));
        try {
            startAll(state, settings, progress, server -> ready.put(server.kind(), server));
            progress.allReady();
            return new EmbeddedServers(state, ready, progress);
        } catch (InterruptedException | RuntimeException e) {
            stopAfterFailure(new ServerStops(state, progress), ready, e);
            throw e;
        }
    }

    private static void startAll(
            StateDirectory state, EmbeddedSettings settings, Progress progress, Consumer<RunningServer> ready)
            throws InterruptedException {
        SecureRandom random = new SecureRandom();
        List<ServerProgram> programs = Programs.of(settings, random);
        PortPlan ports = PortPlan.of(programs, state, settings, new Ports(random));
        List<Callable<RunningServer>> starts = new ArrayList<>();
        for (ServerProgram program : programs) {
            ServerDirectory directory = state.server(program.kind());
            starts.add(() -> new ServerStarter(program, directory, settings, progress).start(ports.of(program.kind())));
        }
        InParallel.run(starts, ready);
    }

    /** The stop must not be cut short by the interrupt that caused it. */
    private static void stopAfterFailure(ServerStops stops, Map<ServerKind, RunningServer> ready, Exception failure) {
        boolean interrupted = Thread.interrupted();
        try {
            stops.these(directory -> Optional.ofNullable(ready.get(directory.kind()))
                    .map(server -> server.started() || server.owned())
                    .orElse(false));
        } catch (InterruptedException e) {
            interrupted = true;
            failure.addSuppressed(e);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where the servers of this start answer. */
    public EmbeddedEndpoints endpoints() {
        return new EmbeddedEndpoints(
                port(ServerKind.KAFKA).map(KafkaProgram::endpoint),
                port(ServerKind.REGISTRY).map(RegistryProgram::endpoint),
                port(ServerKind.SOURCE_POSTGRES)
                        .map(port -> PostgresProgram.endpoint(state.server(ServerKind.SOURCE_POSTGRES), port)),
                port(ServerKind.LEDGER_POSTGRES)
                        .map(port -> PostgresProgram.endpoint(state.server(ServerKind.LEDGER_POSTGRES), port)),
                port(ServerKind.EMULATOR).map(EmulatorProgram::endpoint));
    }

    private Optional<Integer> port(ServerKind kind) {
        return Optional.ofNullable(servers.get(kind)).map(RunningServer::port);
    }

    /** The servers of this start that no longer run; cheap enough to be asked every second. */
    public List<ServerFailure> failures() {
        return servers.values().stream()
                .filter(server -> !ProcessIdentity.runs(server.process()))
                .map(server -> {
                    ServerLog log = server.directory().log();
                    return new ServerFailure(
                            server.kind(),
                            "%s died (pid %d). Its log %s ends with:%n%s"
                                    .formatted(
                                            server.kind().title(),
                                            server.process().pid(),
                                            log.file(),
                                            log.tail()));
                })
                .toList();
    }

    /** Stops what this start has started or taken over, unless it is kept by now. Does nothing the second time. */
    @Override
    public void close() {
        List<ServerKind> owned = servers.values().stream()
                .filter(RunningServer::owned)
                .map(RunningServer::kind)
                .toList();
        if (owned.isEmpty()) {
            return;
        }
        ProcessIdentity me = ProcessIdentity.current();
        locked(
                state,
                "stopping",
                () -> new ServerStops(state, progress)
                        .these(directory -> owned.contains(directory.kind())
                                && directory
                                        .readRecord()
                                        .map(record -> record.isOwnedBy(me))
                                        .orElse(false)));
        servers.clear();
    }

    /** Lets those live on that would stop with this: somebody else uses them. {@link #stopAll} stops them. */
    public void keep() {
        ProcessIdentity me = ProcessIdentity.current();
        locked(state, "keeping", () -> {
            for (RunningServer server : servers.values()) {
                keep(server.directory(), me);
            }
            return servers.size();
        });
    }

    private static void keep(ServerDirectory directory, ProcessIdentity owner) {
        Optional<ServerRecord> owned = directory.readRecord().filter(record -> record.isOwnedBy(owner));
        if (owned.isEmpty()) {
            return;
        }
        try {
            directory.writeRecord(owned.get().kept());
        } catch (IOException failed) {
            throw new EmbeddedServersException(directory.recordFile() + " cannot be written: " + failed, failed);
        }
    }

    /** Stops every server of the directory, whoever started it. */
    public static void stopAll(Path directory, Progress progress) {
        StateDirectory state = StateDirectory.existing(directory);
        if (Files.isDirectory(state.servers())) {
            locked(state, "stopping", () -> new ServerStops(state, progress).all());
        }
    }

    /** What each server of the directory does at this moment. */
    public static Map<ServerKind, ServerState> status(Path directory) {
        return ServerStates.of(StateDirectory.existing(directory));
    }

    /** Stops every server of the directory and deletes their data, logs and ports. Nothing else in the directory is touched. */
    public static void discard(Path directory, Progress progress) {
        StateDirectory state = StateDirectory.existing(directory);
        if (!Files.isDirectory(state.servers())) {
            return;
        }
        locked(state, "stopping", () -> {
            int stopped = new ServerStops(state, progress).all();
            try {
                FileTree.delete(state.servers());
            } catch (IOException e) {
                throw new EmbeddedServersException(
                        "The servers' data could not be deleted: " + e + ". Delete " + state.servers() + " by hand", e);
            }
            return stopped;
        });
    }

    private static <T> T locked(StateDirectory state, String doing, StateLock.Work<T> work) {
        try {
            return state.whileLocked(LOCK_TIMEOUT, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServersException("Interrupted while " + doing + " the servers", e);
        }
    }
}
