package org.dataferry.control.soak;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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
import org.dataferry.control.soak.invariant.CreatedOnce;
import org.dataferry.control.soak.invariant.Invariant;
import org.dataferry.control.soak.invariant.LinksEqualModel;
import org.dataferry.control.soak.invariant.NothingLost;
import org.dataferry.control.soak.invariant.OneLiveRow;
import org.dataferry.control.soak.invariant.OneOutcomePerWrite;
import org.dataferry.control.soak.invariant.SoakLog;
import org.dataferry.control.soak.invariant.SourceModel;
import org.dataferry.control.soak.invariant.TargetContent;
import org.dataferry.control.soak.invariant.TargetEqualsModel;
import org.dataferry.control.soak.invariant.TargetRows;
import org.dataferry.control.soak.scenario.Application;
import org.dataferry.control.soak.scenario.PostgresDatabase;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.Progress;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;

/**
 * One migration on servers of its own: the source goes on while one stage is killed every few seconds and comes back. At the
 * end fences are passed and the invariants are looked at.
 */
final class SoakRound {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** Of a table that is not only inserted into. */
    private static final int FEWEST_ROWS = 10;

    /** A transaction every so often: some 15 a second. */
    private static final int PAUSE_MILLIS = 60;

    private static final int SHORTEST_LIFE_MILLIS = 2_000;
    private static final int LONGEST_LIFE_MILLIS = 7_000;

    /** Dead for so long at most; sometimes longer than the six seconds after which its group gives its work to the other. */
    private static final int LONGEST_DEATH_MILLIS = 9_000;

    /** After the last kill everything left has to be done, by stages that start. */
    private static final Duration FENCE_PATIENCE = Duration.ofMinutes(10);

    /** One kill in so many is followed by a replay. */
    private static final int REPLAY_ONE_IN = 3;

    private final Scenario scenario;
    private final Settings settings;
    private final Consumer<String> say;
    private final Progress progress;
    private final SoakFolder folder;
    private final Stages stages;
    private final ReplayChild replay;
    private final Random random;

    /**
     * @param length of the time in which stages are killed
     * @param rows of the source at the beginning
     * @param captureDies whether capture is killed as well
     * @param replays whether entities are replayed now and then
     */
    record Settings(
            long seed, Duration length, int rows, int transforms, int sinks, boolean captureDies, boolean replays) {}

    SoakRound(Scenario scenario, Settings settings, Consumer<String> say, Progress progress) {
        this.scenario = scenario;
        this.settings = settings;
        this.say = say;
        this.progress = progress;
        this.folder = SoakFolder.of(scenario.files());
        this.stages = new Stages(folder, settings.transforms(), settings.sinks(), settings.captureDies());
        this.replay = new ReplayChild(folder);
        this.random = new Random(settings.seed() + 1);
    }

    /** The migration's folder; it is deleted after a round that found nothing. */
    Path directory() {
        return folder.directory();
    }

    SoakReport run() throws InterruptedException {
        say.accept("seed " + settings.seed() + ", " + folder.directory());
        MigrationFolder migration = MigrationFolder.open(folder.directory());
        SoakReport report;
        try (MigrationServers servers = MigrationServers.start(migration, Ownership.OWNED_BY_THIS_PROCESS, progress)) {
            Endpoints endpoints = servers.endpoints();
            try (Connection source = DriverManager.getConnection(
                    endpoints.ends().values().iterator().next().loginUrl())) {
                report = run(migration, endpoints, source);
            } catch (SQLException failed) {
                throw new ControlException("the soak's source cannot be used: " + failed.getMessage(), failed);
            } finally {
                replay.kill();
                stages.kill();
            }
        }
        if (report.isClean()) {
            folder.delete();
        }
        return report;
    }

    private SoakReport run(MigrationFolder migration, Endpoints endpoints, Connection source)
            throws InterruptedException {
        Application application =
                new Application(scenario, new PostgresDatabase(source), new Random(settings.seed()), FEWEST_ROWS);
        application.begin(settings.rows());
        stages.start();
        say.accept("all stages are running");
        int kills = killDuring(application);
        Map<String, List<String>> violations = new LinkedHashMap<>();
        violations.put("replays end well", replay.await());
        say.accept(application.transactions() + " transactions and " + kills + " kills; waiting for a fence");
        Quiet quiet = awaitQuiet(migration, endpoints);
        SoakLog log = quiet.log();
        violations.put(
                "the sum holds at the fence",
                quiet.imbalances().stream().map(Imbalance::toString).toList());
        violations.put(
                "it comes to rest", quiet.came() ? List.of() : List.of("writes still go out after " + FENCE_PATIENCE));
        SourceModel model = SourceModel.read(scenario, source, application::wasEverTooLong);
        TargetContent target = TargetContent.read(
                scenario,
                new TargetRows(
                        HttpClient.newHttpClient(),
                        endpoints.target(),
                        migration.settings().target().keyColumn()));
        for (Invariant invariant : List.of(
                new NothingLost(log),
                new OneOutcomePerWrite(log, model),
                new CreatedOnce(log),
                new OneLiveRow(target),
                new TargetEqualsModel(scenario, model, target, log),
                new LinksEqualModel(scenario, model, target, log))) {
            violations.put(
                    invariant.name(),
                    invariant.violations().stream().limit(SoakReport.MOST_SHOWN).toList());
        }
        say.accept("compared " + model.size());
        violations.put("stages stop in order", stages.stop());
        return new SoakReport(
                settings.seed(),
                1,
                application.transactions(),
                kills,
                log.captured().size(),
                log.announced().size(),
                violations,
                folder.directory().toString());
    }

    /** One at a time is dead; the others must be alive all the while. Returns how often one was killed. */
    private int killDuring(Application application) throws InterruptedException {
        long end = System.nanoTime() + settings.length().toNanos();
        List<String> entities = scenario.entities().stream().sorted().toList();
        int kills = 0;
        while (System.nanoTime() < end) {
            write(application, SHORTEST_LIFE_MILLIS + random.nextInt(LONGEST_LIFE_MILLIS - SHORTEST_LIFE_MILLIS));
            stages.requireAlive();
            StageChild victim = stages.victim(random);
            victim.kill();
            kills++;
            say.accept("killed " + victim.name());
            String entity = entities.get(random.nextInt(entities.size()));
            if (settings.replays() && random.nextInt(REPLAY_ONE_IN) == 0 && replay.start(entity)) {
                say.accept("replaying " + entity);
            }
            write(application, random.nextInt(LONGEST_DEATH_MILLIS));
            victim.start();
            // Sometimes it is killed again before it is whole.
            if (random.nextBoolean()) {
                victim.awaitRunning();
            }
        }
        stages.awaitRunning();
        return kills;
    }

    private void write(Application application, int millis) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            application.transaction();
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** @param imbalances at the last fence */
    private record Quiet(SoakLog log, List<Imbalance> imbalances, boolean came) {}

    /**
     * A row that waited goes out after the fence that its parent's write passed, and others may wait for it: so fences are
     * passed until one finds nothing new.
     */
    private Quiet awaitQuiet(MigrationFolder migration, Endpoints endpoints) throws InterruptedException {
        long deadline = System.nanoTime() + FENCE_PATIENCE.toNanos();
        Optional<SoakLog> before = Optional.empty();
        while (true) {
            List<Imbalance> imbalances =
                    AwaitedFence.await(migration.topics(), endpoints, scenario.written(), FENCE_PATIENCE);
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
                    migration.topics(), new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())), cursor);
        }
    }
}
