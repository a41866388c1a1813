package org.dataferry.control.bench.emulator;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/**
 * The emulator in a process of its own, without limits or a model of latency, and its client on the same machine: bulk upserts, bulk
 * updates, and pages.
 */
public final class EmulatorBench {

    /** The compiler has seen every path by then. */
    private static final int WARM_UP_SHARE = 4;

    private static final int PAGE = 5_000;
    private static final int PROGRESS_EVERY = 100_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration KEY_PAUSE = Duration.ofMillis(50);
    private static final String IDS = BenchTable.SET + "?$select=" + BenchTable.NAME + "id";

    private final EmulatorBenchSettings settings;
    private final Connection connection;
    private final Consumer<String> progress;
    private final BenchTable table;

    private EmulatorBench(EmulatorBenchSettings settings, Connection connection, Consumer<String> progress) {
        this.settings = settings;
        this.connection = connection;
        this.progress = progress;
        table = new BenchTable(settings.seed());
    }

    public static EmulatorFigures run(
            EmulatorBenchSettings settings, Consumer<String> progress, Progress serverProgress)
            throws InterruptedException {
        try (BenchServers servers = BenchServers.start(EnumSet.of(ServerKind.EMULATOR), serverProgress)) {
            return new EmulatorBench(settings, new Connection(servers.emulator()), progress).figures();
        }
    }

    private EmulatorFigures figures() throws InterruptedException {
        BenchDefinitions.create(connection, KEY_TIMEOUT, KEY_PAUSE);
        int rows = settings.rows();
        int warmUp = rows / WARM_UP_SHARE;
        progress.accept("warm-up, not counted");
        upsert(0, warmUp, 1);
        update(ids(warmUp));
        read();
        EmulatorFigures.Rate upsert = timed("upsert of new rows", rows, () -> upsert(warmUp, rows, 0));
        EmulatorFigures.Rate again = timed("upsert of the same rows", rows, () -> upsert(warmUp, rows, 1));
        List<List<String>> ids = ids(warmUp + rows);
        EmulatorFigures.Rate update =
                timed("update of 5 columns", ids.stream().mapToInt(List::size).sum(), () -> update(ids));
        int readers = settings.clients();
        EmulatorFigures.Rate read = timed("read", ((long) warmUp + rows) * readers, this::read);
        var memory = connection.control("memory");
        return new EmulatorFigures(
                settings,
                upsert,
                again,
                update,
                read,
                table.upserts(0, settings.batch(), 0).length / (double) settings.batch(),
                memory.path("heapMiB").asDouble(),
                memory.path("residentMiB").asDouble());
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private EmulatorFigures.Rate timed(String what, long rows, Work work) throws InterruptedException {
        double emulatorBefore = emulatorCpuMicros();
        double clientBefore = clientCpuMicros();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        EmulatorFigures.Rate rate = new EmulatorFigures.Rate(
                rows / seconds,
                (emulatorCpuMicros() - emulatorBefore) / rows,
                (clientCpuMicros() - clientBefore) / rows);
        progress.accept("%s: %,.0f rows/s, CPU per row %.1f µs of the emulator, %.1f µs of the client"
                .formatted(what, rate.rowsPerSecond(), rate.emulatorMicros(), rate.clientMicros()));
        return rate;
    }

    private void upsert(int from, int count, int round) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(from);
        AtomicInteger said = new AtomicInteger();
        inParallel(() -> {
            while (true) {
                int first = next.getAndAdd(settings.batch());
                int size = Math.min(settings.batch(), from + count - first);
                if (size <= 0) {
                    return null;
                }
                connection.post(
                        BenchTable.SET + "/Microsoft.Dynamics.CRM.UpsertMultiple", table.upserts(first, size, round));
                say(said, first - from, count);
            }
        });
    }

    private void update(List<List<String>> batches) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        inParallel(() -> {
            while (true) {
                int batch = next.getAndIncrement();
                if (batch >= batches.size()) {
                    return null;
                }
                connection.post(
                        BenchTable.SET + "/Microsoft.Dynamics.CRM.UpdateMultiple", table.updates(batches.get(batch)));
            }
        });
    }

    /** Each client reads the whole table. */
    private void read() throws InterruptedException {
        AtomicLong rows = new AtomicLong();
        inParallel(() -> {
            String url = BenchTable.SET;
            while (url != null) {
                Page page = Page.of(connection.get(url, PAGE));
                rows.addAndGet(page.rows());
                url = page.next();
            }
            return null;
        });
        long expected = connection
                        .get("RetrieveTotalRecordCount(EntityNames=@p1)?@p1=%5B%22" + BenchTable.NAME + "%22%5D")
                        .at("/EntityRecordCountCollection/Values/0")
                        .asLong()
                * settings.clients();
        if (rows.get() != expected) {
            throw new ControlException("the pages held " + rows + " rows, expected " + expected);
        }
    }

    /** The ids of so many rows, in batches. */
    private List<List<String>> ids(int count) throws InterruptedException {
        List<List<String>> batches = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        int found = 0;
        String url = IDS;
        while (url != null && found < count) {
            var page = connection.get(url);
            for (var row : page.path("value")) {
                batch.add(row.path(BenchTable.NAME + "id").asText());
                found++;
                if (batch.size() == settings.batch()) {
                    batches.add(batch);
                    batch = new ArrayList<>();
                }
            }
            var next = page.get("@odata.nextLink");
            url = next == null ? null : next.asText();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private void inParallel(Callable<Void> client) throws InterruptedException {
        try (ExecutorService clients = Executors.newFixedThreadPool(settings.clients())) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < settings.clients(); i++) {
                running.add(clients.submit(client));
            }
            for (Future<Void> run : running) {
                run.get();
            }
        } catch (ExecutionException failed) {
            throw new ControlException(
                    "the benchmark's client failed: " + failed.getCause().getMessage(), failed.getCause());
        }
    }

    private void say(AtomicInteger said, int done, int count) {
        int step = done / PROGRESS_EVERY;
        if (step > 0 && said.getAndSet(step) < step) {
            progress.accept("%,d of %,d rows".formatted(done, count));
        }
    }

    private double emulatorCpuMicros() throws InterruptedException {
        return connection.control("memory").path("cpuMillis").asDouble() * MICROS_PER_MILLI;
    }

    private static double clientCpuMicros() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / NANOS_PER_MICRO
                : 0;
    }
}
