package org.dataferry.control.bench.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * A whole migration, by the commands that operators give: transform alone with changes that are there already, a replay of
 * them, and then changes at a steady rate beside a run with ledger and dashboard.
 */
final class LatencyRun {

    /** The pause of commits that a change waits for; ferry's own default is longer, as it is for loads. */
    private static final long COMMIT_MILLIS = 50;

    private static final List<Integer> RATES = List.of(100, 500);
    private static final double NANOS_PER_SECOND = 1e9;
    /** A heartbeat a second, and looks each second or two. */
    private static final double IN_STEP_SECONDS = 3;

    private static final double MOST_LOOKS = 0.95;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(2);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Nothing of it takes so long, unless it hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final OperateBenchSettings settings;
    private final Consumer<String> progress;
    private final MigrationTopics topics =
            new MigrationTopics(LatencyBusiness.MIGRATION, 1, LatencyBusiness.PARTITIONS);
    private final SourceTable table = new SourceTable(LatencyBusiness.SOURCE, "public", LatencyBusiness.WIDE);
    private final LatencyBusiness business = new LatencyBusiness();

    /** Changes that were made, from one moment to another. */
    private record Phase(Instant from, Instant to, List<ToldLag> told) {}

    LatencyRun(OperateBenchSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    Latency run() throws InterruptedException {
        try (BenchMigration migration = BenchMigration.create()) {
            int port = ToldLag.Dashboard.freePort();
            business.writeFolder(migration.folder(), port, COMMIT_MILLIS);
            return measure(migration, new ToldLag.Dashboard(port));
        }
    }

    private Latency measure(BenchMigration migration, ToldLag.Dashboard dashboard) throws InterruptedException {
        progress.accept("latency: starting the servers of a migration");
        JsonNode endpoints = migration.ferry("up").path("endpoints");
        BenchKafka kafka = new BenchKafka(
                endpoints.path("kafka").asText(), endpoints.path("registry").asText());
        try (Admin admin = Admin.create(kafka.client());
                Connection source = connect(endpoints.path("sourceJdbc").asText())) {
            KafkaStageOffsets offsets = new KafkaStageOffsets(admin, KAFKA_TIMEOUT);
            int rows = settings.latencyRows() + 2 * LatencyBusiness.PARENTS;
            load(source);
            capture(migration, offsets);
            double transformed = transform(migration, offsets, rows);
            progress.accept("transform alone: %,.0f rows/s; writing them to the target".formatted(transformed));
            migration.ferry("run", "--until-caught-up", "--no-dashboard");
            double replayed = replay(migration, offsets);
            progress.accept("transform alone, for a replay: %,.0f rows/s".formatted(replayed));
            List<Phase> phases = changes(migration, dashboard, source);
            Journeys journeys = new Journeys(kafka, topics, table, LatencyBusiness.ENTITY);
            return figures(phases, journeys, replayed, transformed);
        } catch (SQLException failed) {
            throw new ControlException("the benchmark's source does not answer: " + failed.getMessage(), failed);
        }
    }

    private void load(Connection source) throws SQLException {
        progress.accept("latency: " + settings.latencyRows() + " rows of 38 columns");
        try (Statement statement = source.createStatement()) {
            statement.execute(business.load(settings.latencyRows()));
        }
    }

    /** Until all rows are in the log, so that transform has them all before it. */
    private void capture(BenchMigration migration, KafkaStageOffsets offsets) throws InterruptedException {
        progress.accept("latency: capturing them");
        try (FerryChild capture = migration.start("capture")) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            // Each partition has a marker behind its rows.
            long records = settings.latencyRows() + LatencyBusiness.PARTITIONS;
            String changes = topics.changes(table).name();
            while (!offsets.exists(changes) || sum(offsets, changes) < records) {
                await(capture, deadline, "to capture " + records + " records");
            }
        }
    }

    /** @return rows per second from the first to the last that transform has announced, with nothing else to do */
    private double transform(BenchMigration migration, KafkaStageOffsets offsets, long rows)
            throws InterruptedException {
        try (FerryChild transform = migration.start("transform")) {
            return rate(offsets, transform, 0, rows);
        }
    }

    /** The same rows again, by the current mapping, which finds no change: so nobody but transform works. */
    private double replay(BenchMigration migration, KafkaStageOffsets offsets) throws InterruptedException {
        progress.accept("latency: replaying them");
        long before = announced(offsets);
        try (FerryChild transform = migration.start("transform")) {
            transform.awaitSaid(" is running");
            FerryChild replay = migration.start(
                    "replay", "--entity", LatencyBusiness.ENTITY, "--why", "measured by a benchmark", "--json");
            try {
                return rate(offsets, transform, before, settings.latencyRows());
            } finally {
                replay.close();
            }
        }
    }

    private double rate(KafkaStageOffsets offsets, FerryChild child, long before, long rows)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long first = 0;
        long began = 0;
        while (true) {
            long now = System.nanoTime();
            long done = announced(offsets) - before;
            if (began == 0 && done > 0) {
                began = now;
                first = done;
            }
            // A commit's marker takes an offset as well, so this is at most a few hundred rows early.
            if (done >= rows) {
                return (done - first) / ((now - began) / NANOS_PER_SECOND);
            }
            await(child, deadline, "to announce " + rows + " rows, and " + done + " are");
        }
    }

    private long announced(KafkaStageOffsets offsets) {
        String fanOuts = topics.fanOuts().name();
        return offsets.exists(fanOuts) ? sum(offsets, fanOuts) : 0;
    }

    private static long sum(KafkaStageOffsets offsets, String topic) {
        return offsets
                .stableEnds(IntStream.range(0, LatencyBusiness.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .toList())
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void await(FerryChild child, long deadline, String what) throws InterruptedException {
        child.requireAlive();
        if (System.nanoTime() > deadline) {
            throw new ControlException("the benchmark waited " + PATIENCE + " in vain " + what);
        }
        Thread.sleep(LOOK);
    }

    private List<Phase> changes(BenchMigration migration, ToldLag.Dashboard dashboard, Connection source)
            throws InterruptedException, SQLException {
        List<Phase> phases = new ArrayList<>();
        try (FerryChild run = migration.start("run")) {
            run.awaitSaid("running; Ctrl-C");
            // Until a heartbeat has come, nobody knows what was committed while no capture ran.
            awaitStep(dashboard, run);
            int next = 1;
            for (int rate : RATES) {
                progress.accept("latency: " + rate + " changes/s for " + settings.latencySeconds() + " seconds");
                next = change(source, rate, WARM_UP, next);
                Instant from = Instant.now();
                FutureTask<List<ToldLag>> told = new FutureTask<>(dashboard::watch);
                Thread watch = Thread.ofVirtual().start(told);
                next = change(source, rate, Duration.ofSeconds(settings.latencySeconds()), next);
                Instant to = Instant.now();
                watch.interrupt();
                phases.add(new Phase(from, to, told.get()));
                run.requireAlive();
            }
            awaitStep(dashboard, run);
        } catch (ExecutionException failed) {
            throw new ControlException("the benchmark's dashboard was not watched to the end", failed);
        }
        return phases;
    }

    private static void awaitStep(ToldLag.Dashboard dashboard, FerryChild run) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!dashboard.look().filter(LatencyRun::isInStep).isPresent()) {
            await(run, deadline, "until the target is in step");
        }
    }

    private static boolean isInStep(ToldLag told) {
        return told.changes() == 0 && told.seconds() <= IN_STEP_SECONDS;
    }

    /** @return the row to go on with */
    private int change(Connection source, int rate, Duration length, int first)
            throws SQLException, InterruptedException {
        int row = first;
        long began = System.nanoTime();
        try (PreparedStatement update = source.prepareStatement(business.update())) {
            while (System.nanoTime() - began < length.toNanos()) {
                long due = first + (long) ((System.nanoTime() - began) / NANOS_PER_SECOND * rate);
                for (; row < due; row++) {
                    update.setString(1, "changed " + row);
                    update.setInt(2, -row);
                    update.setInt(3, 1 + row % settings.latencyRows());
                    update.executeUpdate();
                }
                Thread.sleep(TICK);
            }
        }
        return row;
    }

    private Latency figures(List<Phase> phases, Journeys journeys, double replayed, double transformed) {
        List<Latency.AtRate> atRates = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (Phase phase : phases) {
            List<Journey> made = journeys.between(phase.from().minus(WARM_UP), phase.to());
            List<Journey> counted = made.stream()
                    .filter(journey -> !journey.committed().isBefore(phase.from()))
                    .toList();
            if (counted.isEmpty()) {
                throw new ControlException("no change of the benchmark came back");
            }
            atRates.add(Latency.AtRate.of(
                    counted.size() / (Duration.between(phase.from(), phase.to()).toMillis() / 1_000.0),
                    counted.stream().mapToDouble(Journey::millis).toArray(),
                    counted.stream().mapToDouble(Journey::captureMillis).toArray()));
            phase.told().forEach(told -> errors.add(Math.abs(told.seconds() - lag(made, told.at()))));
        }
        double[] all = errors.stream().mapToDouble(Double::doubleValue).toArray();
        return new Latency(
                settings.latencyRows(),
                COMMIT_MILLIS,
                atRates,
                Latency.share(all, MOST_LOOKS),
                Latency.share(all, 1),
                replayed,
                transformed);
    }

    /** The age of the oldest change that was on its way at a moment, in seconds; 0 if none was. */
    private static double lag(List<Journey> journeys, Instant at) {
        return journeys.stream()
                .filter(journey -> journey.isUnderWay(at))
                .map(Journey::committed)
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest, at).toNanos() / NANOS_PER_SECOND)
                .orElse(0.0);
    }

    private static Connection connect(String url) {
        try {
            return DriverManager.getConnection(url);
        } catch (SQLException failed) {
            throw new ControlException("the benchmark's source cannot be reached: " + failed.getMessage(), failed);
        }
    }
}
