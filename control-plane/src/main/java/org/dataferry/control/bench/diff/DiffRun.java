package org.dataferry.control.bench.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.dump.publish.DumpPublisher;
import org.dataferry.capture.dump.publish.PublishedDumps;
import org.dataferry.capture.fence.FencePublisher;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.EndOffsets;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;

/** The second of two dumps, from its closed file to the last acknowledged change; and what a peer needs for less. */
final class DiffRun {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String SOURCE = "bench";
    private static final int PARTITIONS = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Object> client;
    private final String registry;
    private final Path folder;
    private final DumpLimits limits = DumpLimits.defaults();

    /** @param folder with both files */
    DiffRun(String bootstrapServers, String registry, Path folder) {
        this.client = Map.of("bootstrap.servers", bootstrapServers);
        this.registry = registry;
        this.folder = folder;
    }

    /** The first dump is taken before, and counts as published: its way to Kafka is that of any snapshot. */
    double ours() throws InterruptedException {
        MigrationTopics topics =
                new MigrationTopics("bench-" + UUID.randomUUID().toString().substring(0, 8), 1, PARTITIONS);
        DumpTable table = new DumpTable(
                new TableName("public", "dumped"),
                new DumpTable.InFiles("*.csv", DumpTable.Csv.USUAL),
                List.of("id"),
                Map.of(),
                limits.deletedPercent());
        TableFiles files = new TableFiles(temporary(), table.name());
        Intake intake = new Intake(table, files, limits, Clock.systemUTC(), cancel -> {});
        require(intake.take(DiffFiles.first(folder), false));
        Topic changes = topics.changes(new SourceTable(SOURCE, "public", "dumped"));
        try (Admin admin = Admin.create(client)) {
            new TopicCreator(admin, TIMEOUT)
                    .ensure(List.of(changes, topics.fences(), topics.deadLetters(), topics.captureDumps()));
            EndOffsets ends = EndOffsets.read(admin, List.of(changes), TIMEOUT);
            try (AckedSender sender = new AckedSender(client, ends)) {
                ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(registry)));
                DumpPublisher publisher = new DumpPublisher(
                        table,
                        files,
                        limits,
                        new DumpPublisher.Outlets(
                                SOURCE,
                                topics,
                                new ChangePublisher(
                                        new ConnectToAvro(
                                                UnavailableValue.random(new SecureRandom()), Integer.MAX_VALUE),
                                        avro,
                                        sender),
                                sender,
                                PublishedDumps.read(topics.captureDumps(), client, avro, sender),
                                new FencePublisher(SOURCE, topics.fences(), avro, sender, ends),
                                CaptureListener.NONE));
                publisher.takeAsPublished();
                long begun = System.nanoTime();
                require(intake.take(DiffFiles.second(folder), false));
                while (publisher.publishNext()) {
                    // The next one, until there is none.
                }
                double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
                if (publisher.changeCount() == 0) {
                    throw new ControlException("the second dump has brought no change");
                }
                return seconds;
            }
        } finally {
            DiffBench.delete(folder.resolve("kept"));
        }
    }

    /** Both files are read, hashed row by row and joined; the differences are counted, and nothing else is done. */
    double peer() {
        String hashed = "SELECT id, hash(" + String.join(", ", DiffFiles.names())
                + ") AS h FROM read_csv(%s, all_varchar = true)";
        long begun = System.nanoTime();
        try (DuckDb database = DuckDb.open(folder.resolve("spill"), limits)) {
            long differences = database.number("SELECT count(*) FROM ("
                    + hashed.formatted(DuckDb.literal(DiffFiles.first(folder).toString())) + ") o FULL JOIN ("
                    + hashed.formatted(DuckDb.literal(DiffFiles.second(folder).toString()))
                    + ") n ON o.id = n.id WHERE o.h IS DISTINCT FROM n.h");
            if (differences == 0) {
                throw new ControlException("the peer has found no difference");
            }
        }
        return (System.nanoTime() - begun) / NANOS_PER_SECOND;
    }

    private Path temporary() {
        try {
            return Files.createDirectories(folder.resolve("kept"));
        } catch (IOException failed) {
            throw new ControlException("the benchmark's folder cannot be used: " + failed, failed);
        }
    }

    private static void require(Verdict verdict) {
        if (!(verdict instanceof Verdict.Accepted)) {
            throw new ControlException("a dump of the benchmark was not accepted: " + verdict);
        }
    }
}
