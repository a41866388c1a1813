package org.dataferry.embedded;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server across processes; kept in {@code server.json}.
 *
 * @param ports chosen once; the first is the one that clients use
 * @param process the server's process, or null after it was stopped
 * @param owner the process that stops it, or null if it is kept
 * @param marker the argument that tells the server's process from every other
 */
record ServerRecord(
        List<Integer> ports,
        @Nullable ProcessIdentity process,
        @Nullable ProcessIdentity owner,
        String marker) {

    ServerRecord {
        ports = List.copyOf(ports);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("A server has at least one port");
        }
        Objects.requireNonNull(marker, "marker");
    }

    int port() {
        return ports.getFirst();
    }

    ServerRecord stopped() {
        return new ServerRecord(ports, null, null, marker);
    }

    ServerRecord running(ProcessIdentity newProcess, @Nullable ProcessIdentity newOwner) {
        return new ServerRecord(ports, newProcess, newOwner, marker);
    }

    ServerRecord kept() {
        return new ServerRecord(ports, process, null, marker);
    }

    boolean isOwnedBy(ProcessIdentity candidate) {
        return candidate.equals(owner);
    }
}
