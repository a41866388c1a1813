package org.dataferry.sink.client.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;

/** Web servers that protect themselves as Microsoft's page says, in simulated nanoseconds. Each request gets to any of them. */
final class SimulatedServers {
    static final double SECOND = 1e9;

    /** A refused request, or a done one with what it took. */
    sealed interface Visit {
        ServerSigns signs();

        record Done(ServerSigns signs, long took) implements Visit {}

        record Refused(ServerSigns signs, boolean concurrency, long retryAfter) implements Visit {}
    }

    private static final class One {
        final Deque<Long> begun = new ArrayDeque<>();
        final Deque<double[]> ended = new ArrayDeque<>();
        double seconds;
        int underWay;
    }

    private final List<One> servers = new ArrayList<>();
    private final SplittableRandom random;
    private final double jitter;
    int requests = 6_000;
    double seconds = 1_200;
    int concurrent = 52;
    long windowNanos = (long) (300 * SECOND);
    Optional<Integer> hint = Optional.of(8);
    boolean signs = true;
    LongToDoubleFunction latencyFactor = now -> 1;

    SimulatedServers(int count, double jitter, long seed) {
        random = new SplittableRandom(seed);
        this.jitter = jitter;
        for (int i = 0; i < count; i++) {
            servers.add(new One());
        }
    }

    /** How long a request that begins now takes. */
    long duration(long now, int rows) {
        double modelled = (0.09 + 0.01 * rows) * latencyFactor.applyAsDouble(now);
        return (long) (modelled * (1 + jitter * (2 * random.nextDouble() - 1)) * SECOND);
    }

    int choose() {
        return random.nextInt(servers.size());
    }

    /** @return null if it may run; then {@link #end} has to follow */
    Visit.Refused begin(int server, long now) {
        One one = servers.get(server);
        slide(one, now);
        if (one.underWay >= concurrent) {
            return new Visit.Refused(signs(server, now, true), true, (long) SECOND);
        }
        if (one.begun.size() >= requests) {
            return new Visit.Refused(signs(server, now, true), false, one.begun.getFirst() + windowNanos - now);
        }
        if (one.seconds >= seconds) {
            return new Visit.Refused(
                    signs(server, now, true),
                    false,
                    (long) (one.ended.getFirst()[0]) + windowNanos - now + (long) SECOND);
        }
        one.begun.add(now);
        one.underWay++;
        return null;
    }

    Visit.Done end(int server, long now, long took) {
        One one = servers.get(server);
        one.underWay--;
        one.ended.add(new double[] {now, took / SECOND});
        one.seconds += took / SECOND;
        return new Visit.Done(signs(server, now, false), took);
    }

    /** What somebody else with the same user does. */
    void foreign(long now, long took) {
        One one = servers.getFirst();
        one.begun.add(now);
        one.ended.add(new double[] {now, took / SECOND});
        one.seconds += took / SECOND;
    }

    private ServerSigns signs(int server, long now, boolean refused) {
        One one = servers.get(server);
        slide(one, now);
        return new ServerSigns(
                "server " + server,
                refused,
                signs ? OptionalDouble.of(Math.max(0, requests - one.begun.size())) : OptionalDouble.empty(),
                signs ? OptionalDouble.of(Math.max(0, seconds - one.seconds)) : OptionalDouble.empty(),
                hint);
    }

    private void slide(One one, long now) {
        while (!one.begun.isEmpty() && one.begun.getFirst() <= now - windowNanos) {
            one.begun.removeFirst();
        }
        while (!one.ended.isEmpty() && one.ended.getFirst()[0] <= now - windowNanos) {
            one.seconds -= one.ended.removeFirst()[1];
        }
    }
}
