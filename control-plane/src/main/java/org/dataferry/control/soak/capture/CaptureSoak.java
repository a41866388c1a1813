package org.dataferry.control.soak.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dataferry.capture.source.SourceFence;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.SoakFolder;
import org.dataferry.control.soak.SoakReport;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.topic.MigrationTopics;
import org.jspecify.annotations.Nullable;

/**
 * Whether capture loses, doubles or reorders a change: an application changes and alters its tables at full speed while capture,
 * PostgreSQL and Kafka are killed in turn by chance. Then the log from its beginning must be what the tables are.
 */
public final class CaptureSoak {

    private static final int WRITERS = 3;
    private static final int LONGEST_LIFE_MILLIS = 8_000;
    private static final int EARLY_DEATH_ONE_IN = 4;
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 50;

    /** One that was set before the slot was made is never read. */
    private static final Duration FROM_FENCE_TO_FENCE = Duration.ofSeconds(5);

    private static final int LONGEST_DEATH_MILLIS = 1_500;

    /** Two of three deaths are capture's own: a server takes seconds to come back. */
    private static final int SERVER_DIES_ONE_IN = 3;

    private static final Duration FENCE_PATIENCE = Duration.ofMinutes(5);

    private final Duration length;
    private final long seed;
    private final Consumer<String> say;
    private final Progress progress;
    private final SoakFolder folder = SoakFolder.of(Map.of());
    private final AtomicLong committed = new AtomicLong();
    private final Map<String, Integer> kills = new TreeMap<>();
    private @Nullable Process capture;
    private long streamedBefore;

    /**
     * @param length for which something is killed now and then
     * @param say told of every step
     */
    public CaptureSoak(Duration length, long seed, Consumer<String> say, Progress progress) {
        this.length = length;
        this.seed = seed;
        this.say = say;
        this.progress = progress;
    }

    public Path directory() {
        return folder.directory();
    }

    public SoakReport run() throws InterruptedException {
        say.accept("seed " + seed + ", " + folder.directory());
        SoakReport report;
        try (SoakServers servers = new SoakServers(folder.directory().resolve("servers"), progress)) {
            try {
                report = run(servers);
            } finally {
                killCapture();
            }
        }
        if (report.isClean()) {
            folder.delete();
        }
        return report;
    }

    private SoakReport run(SoakServers servers) throws InterruptedException {
        CaptureChild.Servers where = servers.addresses();
        execute(where, SoakTables.MAKE);
        Random random = new Random(seed);
        AtomicInteger columns = new AtomicInteger();
        List<Writer> writers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(where, new Random(random.nextLong()), committed, columns);
            writers.add(writer);
            threads.add(Thread.ofPlatform().name("soak-writer-" + i).daemon().start(writer));
        }
        try {
            startCapture(where);
            killByChance(servers, where, random);
        } finally {
            writers.forEach(Writer::stop);
            for (Thread thread : threads) {
                thread.join(FENCE_PATIENCE);
            }
        }
        say.accept(committed + " transactions, " + kills + " kills; waiting for a fence");
        awaitFence(where);
        return compare(where);
    }

    private void killByChance(SoakServers servers, CaptureChild.Servers where, Random random)
            throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            // Now and then it is killed before it is whole.
            if (random.nextInt(EARLY_DEATH_ONE_IN) > 0) {
                awaitStreaming();
            }
            Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            requireAlive();
            int death = random.nextInt(LONGEST_DEATH_MILLIS);
            if (random.nextInt(SERVER_DIES_ONE_IN) > 0) {
                count("capture");
                killCapture();
                Thread.sleep(death);
                startCapture(where);
            } else {
                ServerKind server = random.nextBoolean() ? ServerKind.KAFKA : ServerKind.SOURCE_POSTGRES;
                count(server.title());
                servers.kill(server);
                Thread.sleep(death);
                servers.revive();
            }
        }
    }

    private void count(String victim) {
        kills.merge(victim, 1, Integer::sum);
        say.accept("killing " + victim + " after " + committed + " transactions");
    }

    private void startCapture(CaptureChild.Servers where) {
        streamedBefore = timesStreaming();
        capture = CaptureChild.start(where, folder.output("capture"));
    }

    private void awaitStreaming() throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (timesStreaming() == streamedBefore) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new ControlException("capture does not come to follow the log within " + START_PATIENCE + "; see "
                        + folder.output("capture"));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private long timesStreaming() {
        try (Stream<String> lines = Files.lines(folder.output("capture"))) {
            return lines.filter(CaptureChild.STREAMING::equals).count();
        } catch (IOException nothingSaid) {
            return 0;
        }
    }

    private void killCapture() throws InterruptedException {
        Process running = capture;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    private void requireAlive() {
        Process running = capture;
        if (running == null || !running.isAlive()) {
            throw new ControlException("capture ended by itself; see " + folder.output("capture"));
        }
    }

    /** Behind everything that was committed; capture says when it has come there. */
    private void awaitFence(CaptureChild.Servers where) throws InterruptedException {
        long deadline = System.nanoTime() + FENCE_PATIENCE.toNanos();
        long next = System.nanoTime();
        Set<String> fences = new HashSet<>();
        try (FenceLook look = new FenceLook(topics(), client(where), avro(where))) {
            while (!look.isAnyReached(fences)) {
                requireAlive();
                if (System.nanoTime() > deadline) {
                    throw new ControlException("capture has not come to a fence after " + FENCE_PATIENCE + "; see "
                            + folder.output("capture"));
                }
                if (System.nanoTime() > next) {
                    String id = UUID.randomUUID().toString();
                    SourceFence.emit(where.address(), id);
                    fences.add(id);
                    next = System.nanoTime() + FROM_FENCE_TO_FENCE.toNanos();
                }
            }
        }
    }

    private SoakReport compare(CaptureChild.Servers where) throws InterruptedException {
        Map<String, List<String>> violations = new LinkedHashMap<>();
        long changes = 0;
        long again = 0;
        for (String table : SoakTables.ALL) {
            TableComparison comparison = TableComparison.of(topics(), table, where, client(where), avro(where));
            violations.put("the log of " + table + " is the table", comparison.differences());
            violations.put("each change of " + table + " is there once, in order", comparison.oddities());
            changes += comparison.changes();
            again += comparison.again();
            say.accept(table + ": " + comparison.rows() + " rows, " + comparison.changes() + " changes in the log, "
                    + comparison.again() + " of them came again");
        }
        say.accept(changes + " changes in the log, " + again + " of them came again");
        return new SoakReport(
                seed,
                1,
                committed.get(),
                kills.values().stream().mapToInt(Integer::intValue).sum(),
                Math.toIntExact(changes),
                0,
                violations,
                folder.directory().toString());
    }

    private static MigrationTopics topics() {
        return new MigrationTopics(CaptureChild.MIGRATION, 1, CaptureChild.PARTITIONS);
    }

    private static Properties client(CaptureChild.Servers where) {
        Properties client = new Properties();
        client.put("bootstrap.servers", where.kafka());
        return client;
    }

    private static ConfluentAvro avro(CaptureChild.Servers where) {
        return new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(where.registry())));
    }

    private static void execute(CaptureChild.Servers where, List<String> statements) {
        try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new ControlException("the soak's source cannot be used: " + failed.getMessage(), failed);
        }
    }
}
