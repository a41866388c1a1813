package org.dataferry.control.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.embedded.DataverseEndpoint;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedServersException;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.PostgresEndpoint;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.secret.Secret;

/** Servers of a benchmark's own, in a temporary folder that goes with them. */
public final class BenchServers implements AutoCloseable {

    private final Path folder;
    private final EmbeddedServers servers;

    private BenchServers(Path folder, EmbeddedServers servers) {
        this.folder = folder;
        this.servers = servers;
    }

    public static BenchServers start(Set<ServerKind> kinds, Progress progress) {
        return start(kinds, List.of(), progress);
    }

    /** @param emulatorArguments more arguments for the emulator */
    public static BenchServers start(Set<ServerKind> kinds, List<String> emulatorArguments, Progress progress) {
        Path folder = temporaryFolder();
        try {
            EmbeddedSettings settings = new EmbeddedSettings(
                    folder,
                    kinds,
                    Ownership.OWNED_BY_THIS_PROCESS,
                    Map.of(),
                    emulatorArguments,
                    EmbeddedSettings.DEFAULT_READY_TIMEOUT);
            return new BenchServers(folder, EmbeddedServers.start(settings, progress));
        } catch (RuntimeException failed) {
            delete(folder);
            throw failed;
        }
    }

    /** @throws java.util.NoSuchElementException if no emulator was asked for */
    public DataverseEndpoint emulator() {
        return servers.endpoints().dataverse().orElseThrow();
    }

    public BenchKafka kafka() {
        return new BenchKafka(
                servers.endpoints().kafka().orElseThrow(),
                servers.endpoints().registry().orElseThrow().toString());
    }

    /** @throws java.util.NoSuchElementException if no source was asked for */
    public SourceAddress source() {
        PostgresEndpoint source = servers.endpoints().source().orElseThrow();
        return new SourceAddress(source.jdbcUrl(), source.user(), source.password());
    }

    /** @throws java.util.NoSuchElementException if no ledger was asked for */
    public Endpoints.Database ledger() {
        PostgresEndpoint ledger = servers.endpoints().ledger().orElseThrow();
        return new Endpoints.Database(ledger.jdbcUrl(), ledger.user(), new Secret(ledger.password()), true);
    }

    /** For what the benchmark itself writes. */
    public Path folder() {
        return folder;
    }

    /** An interrupt, by which a command is told to end, does not cut this short. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            servers.close();
        } catch (EmbeddedServersException cutShort) {
            if (!Thread.interrupted()) {
                throw cutShort;
            }
            interrupted = true;
            servers.close();
        } finally {
            delete(folder);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("ferry-bench-");
        } catch (IOException unwritable) {
            throw new UncheckedIOException("no temporary folder can be made", unwritable);
        }
    }

    /** What cannot be deleted is left to the system, as it is in its temporary folder. */
    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
