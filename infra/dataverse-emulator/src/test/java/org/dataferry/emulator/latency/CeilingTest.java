package org.dataferry.emulator.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.emulator.EmulatorSettings;
import org.dataferry.emulator.limits.Facet;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.limits.TimeScale;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound against a client that pushes with all its might through the real limits, in simulated time. */
class CeilingTest {
    private static final int COLUMNS = 38;
    /** A twentieth of the shortest latency below: as often the client tries again. */
    private static final long STEP_NANOS = 5_000_000;

    private record Running(long end, ServiceProtection.Visit visit, long nanos) {}

    private static EmulatorSettings settings(String yaml) {
        return EmulatorSettings.defaults(Path.of("unused")).with(yaml);
    }

    private static Ceiling.Answer ceiling(EmulatorSettings settings, Operation operation, int users, int batch) {
        return Objects.requireNonNull(
                new Ceiling(settings.limits(), settings.latency(), settings.timeScale())
                        .answer(new Ceiling.Question(operation, "", COLUMNS, false, users, batch)),
                "ceiling");
    }

    /** Starts a request whenever one is let in, on every server, and counts the rows that end. */
    private static double bruteForce(EmulatorSettings settings, Operation operation, int batch, long seconds) {
        AtomicLong now = new AtomicLong();
        ServiceProtection protection =
                new ServiceProtection(settings::limits, new TimeScale(1, now::get), new Random(1));
        RequestShape shape = new RequestShape(
                operation, "", batch, operation == Operation.UPSERT ? batch : 0, batch * COLUMNS, true, false);
        long nanos = Math.round(settings.latency().nanos(shape));
        PriorityQueue<Running> running = new PriorityQueue<>((one, two) -> Long.compare(one.end(), two.end()));
        long rows = 0;
        for (; now.get() < seconds * 1_000_000_000L; now.addAndGet(STEP_NANOS)) {
            while (!running.isEmpty() && running.peek().end() <= now.get()) {
                Running ended = running.remove();
                ended.visit().end(ended.nanos());
                rows += batch;
            }
            for (String server : servers(settings)) {
                ServiceProtection.Visit visit = protection.enter(new UUID(0, 1), server);
                while (visit.throttled() == null) {
                    running.add(new Running(now.get() + nanos, visit, nanos));
                    visit = protection.enter(new UUID(0, 1), server);
                }
            }
        }
        return (double) rows / seconds;
    }

    private static List<String> servers(EmulatorSettings settings) {
        List<String> cookies = new ArrayList<>();
        for (long server = 1; server <= settings.limits().servers(); server++) {
            cookies.add(String.format("%064x", server));
        }
        return cookies;
    }

    @ParameterizedTest
    @CsvSource({
        "100, 10, 1, UPDATE, 100, EXECUTION_TIME",
        "100, 10, 1, UPSERT, 100, EXECUTION_TIME",
        "100, 10, 1, CREATE, 1000, EXECUTION_TIME",
        "200, 10, 2, CREATE, 10, EXECUTION_TIME",
        "100, 0, 1, CREATE, 1, REQUESTS",
        "9000, 0, 1, CREATE, 1, CONCURRENCY",
    })
    void noClientExceedsItAndAGreedyOneComesNear(
            int requestMillis, int rowMillis, int servers, Operation operation, int batch, Facet bound) {
        String execution = bound == Facet.CONCURRENCY ? ", executionTime: 100h" : "";
        EmulatorSettings settings = settings("limits: {servers: " + servers + execution
                + "}\nlatency: {jitter: 0, request: " + requestMillis + "ms, row: " + rowMillis + "ms}");
        Ceiling.Answer ceiling = ceiling(settings, operation, 1, batch);

        double achieved = bruteForce(settings, operation, ceiling.batch(), 3000);

        assertThat(ceiling.bound()).isEqualTo(bound);
        // A run that begins with an empty window gains one window's worth once, over ten windows.
        assertThat(achieved).isLessThanOrEqualTo(ceiling.rowsPerSecond() * 1.1);
        assertThat(achieved).isGreaterThan(ceiling.rowsPerSecond() * 0.8);
    }

    @Test
    void usersServersAndTheTimeScaleMultiply() {
        EmulatorSettings one = settings("limits: {}\nlatency: {request: 100ms, row: 10ms}");
        EmulatorSettings many = one.with("limits: {servers: 3}\ntimeScale: 10");

        double single = ceiling(one, Operation.UPDATE, 1, 100).rowsPerSecond();

        assertThat(ceiling(many, Operation.UPDATE, 2, 100).rowsPerSecond()).isEqualTo(single * 60);
    }

    @Test
    void findsTheBestBatchSize() {
        EmulatorSettings requestsBind = settings("limits: {}\nlatency: {request: 100ms, row: 0ms}");

        assertThat(ceiling(requestsBind, Operation.CREATE, 1, 1000).batch()).isEqualTo(1000);
    }

    @Test
    void theEntitlementBoundsToo() {
        EmulatorSettings settings = settings(
                "limits: {concurrent: 1, entitlement: {requests: 86400, window: 24h}}\nlatency: {request: 1ms, row: 1ms}");

        Ceiling.Answer ceiling = ceiling(settings, Operation.CREATE, 1, 1);

        assertThat(ceiling.bound()).isEqualTo(Facet.ENTITLEMENT);
        assertThat(ceiling.rowsPerSecond()).isBetween(1.0, 1.001);
    }

    @Test
    void thereIsNoneWhereTheLimitsAreOff() {
        assertThat(new Ceiling(settings("{}").limits(), settings("{}").latency(), 1)
                        .answer(new Ceiling.Question(Operation.CREATE, "", 1, false, 1, 10)))
                .isNull();
    }
}
