package org.dataferry.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses ports and tells whether one is free on 127.0.0.1.
 *
 * <p>Ports come from below the range that systems give to outgoing connections (from 32,768 on Linux, from 49,152 elsewhere). So while a
 * server is down no outgoing connection takes its port, and polling a server that is not up yet never connects to itself.
 */
final class Ports {

    static final InetAddress LOOPBACK = loopback();

    private static final int LOWEST = 20_000;
    private static final int HIGHEST_EXCLUSIVE = 32_000;
    private static final int ATTEMPTS = 200;
    private static final Duration POLL = Duration.ofMillis(100);

    private final RandomGenerator random;

    Ports(RandomGenerator random) {
        this.random = random;
    }

    /** A port that is free now and is none of those taken. */
    int choose(Set<Integer> taken) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST_EXCLUSIVE);
            if (!taken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedServersException("No free port was found on 127.0.0.1 between %d and %d in %d attempts"
                .formatted(LOWEST, HIGHEST_EXCLUSIVE - 1, ATTEMPTS));
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives the sockets of a process that was just killed the time to go. */
    static boolean becomesFree(int port, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
