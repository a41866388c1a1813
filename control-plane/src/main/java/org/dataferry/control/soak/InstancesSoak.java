package org.dataferry.control.soak;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.run.AwaitedFence;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.Progress;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;

/**
 * Two transforms and two sinks share the work beside one capture, all child processes; one of the four is killed every few
 * seconds and comes back, while the source goes on. At the end a fence is passed and the invariants are looked at.
 */
public final class InstancesSoak {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** A transaction every so often: some 15 a second. */
    private static final int PAUSE_MILLIS = 60;

    private static final int SHORTEST_LIFE_MILLIS = 2_000;
    private static final int LONGEST_LIFE_MILLIS = 7_000;

    /** Dead for so long at most; sometimes longer than the six seconds after which its group gives its work to the other. */
    private static final int LONGEST_DEATH_MILLIS = 9_000;

    /** After the last kill everything left has to be done, by four processes that start. */
    private static final Duration FENCE_PATIENCE = Duration.ofMinutes(10);

    private final Duration length;
    private final long seed;
    private final int rows;
    private final Consumer<String> say;
    private final Progress progress;
    private final SoakFolder folder = SoakFolder.make();
    private final List<StageChild> mortal = List.of(
            new StageChild(folder, "transform", "a"),
            new StageChild(folder, "transform", "b"),
            new StageChild(folder, "sink", "a"),
            new StageChild(folder, "sink", "b"));
    private final StageChild capture = new StageChild(folder, "capture", "");

    /**
     * @param length of the time in which stages are killed
     * @param rows of the source at the beginning
     */
    public InstancesSoak(Duration length, long seed, int rows, Consumer<String> say, Progress progress) {
        this.length = length;
        this.seed = seed;
        this.rows = rows;
        this.say = say;
        this.progress = progress;
    }

    /** The migration's folder; it is deleted after a soak that found nothing. */
    public Path directory() {
        return folder.directory();
    }

    public SoakReport run() throws InterruptedException {
        say.accept("seed " + seed + ", " + folder.directory());
        MigrationFolder migration = MigrationFolder.open(folder.directory());
        SoakReport report;
        try (MigrationServers servers = MigrationServers.start(migration, Ownership.OWNED_BY_THIS_PROCESS, progress)) {
            Endpoints endpoints = servers.endpoints();
            try (Connection source =
                    DriverManager.getConnection(endpoints.source().loginUrl())) {
                report = run(migration, endpoints, source);
            } catch (SQLException failed) {
                throw new ControlException("the soak's source cannot be used: " + failed.getMessage(), failed);
            } finally {
                killAll();
            }
        }
        if (report.isClean()) {
            folder.delete();
        }
        return report;
    }

    private SoakReport run(MigrationFolder migration, Endpoints endpoints, Connection source)
            throws InterruptedException, SQLException {
        SoakWriter writer = new SoakWriter(source, new Random(seed));
        writer.begin(rows);
        startAll();
        Killing killing = new Killing(new Random(seed + 1));
        killing.during(writer);
        say.accept(writer.transactions() + " transactions and " + killing.kills + " kills; waiting for a fence");
        Expectations expectations = Expectations.ofInstances();
        Quiet quiet = awaitQuiet(migration, endpoints, expectations);
        SoakLog log = quiet.log();
        Map<String, List<String>> violations = new LinkedHashMap<>();
        violations.put(
                "the sum holds at the fence",
                quiet.imbalances().stream().map(Imbalance::toString).toList());
        violations.put(
                "it comes to rest", quiet.came() ? List.of() : List.of("writes still go out after " + FENCE_PATIENCE));
        SourceReader reader = new SourceReader(source);
        SourceRows rowsOfSource = SourceRows.read(reader, expectations);
        TargetRows target = new TargetRows(
                HttpClient.newHttpClient(),
                endpoints.target(),
                migration.settings().target().keyColumn());
        for (Invariant invariant : List.of(
                new NothingLost(log),
                new OneOutcomePerWrite(log, rowsOfSource),
                new CreatedOnce(log),
                new OneLiveRow(target, expectations),
                new TargetEqualsSource(reader, target, expectations, log),
                new LinksEqualSource(reader, rowsOfSource, target, expectations, log))) {
            violations.put(
                    invariant.name(),
                    invariant.violations().stream().limit(SoakReport.MOST_SHOWN).toList());
        }
        violations.put("stages stop in order", stopAll());
        return new SoakReport(
                seed,
                writer.transactions(),
                killing.kills,
                log.captured().size(),
                log.announced().size(),
                violations,
                folder.directory().toString());
    }

    /** @param imbalances at the last fence */
    private record Quiet(SoakLog log, List<Imbalance> imbalances, boolean came) {}

    /**
     * A row that waited goes out after the fence that its parent's write passed, and others may wait for it: so fences are
     * passed until one finds nothing new.
     */
    private Quiet awaitQuiet(MigrationFolder migration, Endpoints endpoints, Expectations expectations)
            throws InterruptedException {
        long deadline = System.nanoTime() + FENCE_PATIENCE.toNanos();
        Optional<SoakLog> before = Optional.empty();
        while (true) {
            List<Imbalance> imbalances =
                    AwaitedFence.await(migration.settings().topics(), endpoints, expectations.names(), FENCE_PATIENCE);
            SoakLog log = log(migration, endpoints);
            boolean came = before.filter(log::saysTheSameAs).isPresent();
            if (came || System.nanoTime() > deadline) {
                return new Quiet(log, imbalances, came);
            }
            before = Optional.of(log);
        }
    }

    private static SoakLog log(MigrationFolder migration, Endpoints endpoints) {
        try (Admin admin = Admin.create(endpoints.kafkaClient());
                TopicCursor cursor = TopicCursor.open(
                        endpoints.kafkaClient(), new KafkaStageOffsets(admin, KAFKA_TIMEOUT), KAFKA_TIMEOUT)) {
            return SoakLog.read(
                    migration.settings().topics(),
                    new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                    cursor);
        }
    }

    private void startAll() throws InterruptedException {
        capture.start();
        mortal.forEach(StageChild::start);
        capture.awaitRunning();
        for (StageChild child : mortal) {
            child.awaitRunning();
        }
        say.accept("all stages are running");
    }

    /** One at a time is dead; the others must be alive all the while. */
    private final class Killing {
        private final Random random;
        private int kills;

        Killing(Random random) {
            this.random = random;
        }

        void during(SoakWriter writer) throws InterruptedException {
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end) {
                write(writer, between(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS));
                StageChild victim = mortal.get(random.nextInt(mortal.size()));
                mortal.forEach(StageChild::requireAlive);
                capture.requireAlive();
                victim.kill();
                kills++;
                say.accept("killed " + victim.name());
                write(writer, random.nextInt(LONGEST_DEATH_MILLIS));
                victim.start();
                // Sometimes it is killed again before it is whole.
                if (random.nextBoolean()) {
                    victim.awaitRunning();
                }
            }
            for (StageChild child : mortal) {
                child.awaitRunning();
            }
        }

        private void write(SoakWriter writer, int millis) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
            while (System.nanoTime() < end) {
                writer.transaction();
                Thread.sleep(PAUSE_MILLIS);
            }
        }

        private int between(int least, int most) {
            return least + random.nextInt(most - least);
        }
    }

    private List<String> stopAll() throws InterruptedException {
        List<String> disorderly = new ArrayList<>();
        List<StageChild> all = new ArrayList<>(mortal);
        all.addFirst(capture);
        for (StageChild child : all) {
            if (!child.stop()) {
                disorderly.add(child.name());
            }
        }
        return disorderly;
    }

    /** Whatever happened, no child is left. */
    private void killAll() {
        boolean interrupted = Thread.interrupted();
        List<StageChild> all = new ArrayList<>(mortal);
        all.add(capture);
        for (StageChild child : all) {
            try {
                child.kill();
            } catch (InterruptedException hurried) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
