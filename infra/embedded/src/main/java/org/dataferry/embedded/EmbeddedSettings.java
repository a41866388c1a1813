package org.dataferry.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which servers to run, and where.
 *
 * @param directory the state directory, {@code .ferry} of a migration; made if missing
 * @param servers the servers that are wanted
 * @param ownership whether servers that are started stop with this process
 * @param ports ports to use instead of free ones chosen at the first start; a server that already runs keeps its port
 * @param emulatorArguments more arguments for the emulator, after {@code --port} and {@code --data}
 * @param readyTimeout how long one server may take until it answers
 */
public record EmbeddedSettings(
        Path directory,
        Set<ServerKind> servers,
        Ownership ownership,
        Map<ServerKind, Integer> ports,
        List<String> emulatorArguments,
        Duration readyTimeout) {

    /** Four times what the slowest server needed on two busy cores, recovery after a crash included. */
    public static final Duration DEFAULT_READY_TIMEOUT = Duration.ofSeconds(60);

    private static final int HIGHEST_PORT = 65_535;

    public EmbeddedSettings {
        servers = Set.copyOf(servers);
        ports = Map.copyOf(ports);
        emulatorArguments = List.copyOf(emulatorArguments);
        ports.forEach((server, port) -> {
            if (port < 1 || port > HIGHEST_PORT) {
                throw new IllegalArgumentException("The port of %s is %d; it must be between 1 and %d"
                        .formatted(server.title(), port, HIGHEST_PORT));
            }
        });
        if (!readyTimeout.isPositive()) {
            throw new IllegalArgumentException("readyTimeout is " + readyTimeout + "; it must be positive");
        }
    }

    /** Free ports, no further arguments, {@link #DEFAULT_READY_TIMEOUT}. */
    public EmbeddedSettings(Path directory, Set<ServerKind> servers, Ownership ownership) {
        this(directory, servers, ownership, Map.of(), List.of(), DEFAULT_READY_TIMEOUT);
    }
}
