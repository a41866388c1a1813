package org.dataferry.control.bench;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;

/** Makes runs, each with topics and a folder of its own, and clears up after each. */
final class BenchRuns implements AutoCloseable {

    /** The product's default. */
    static final int PARTITIONS = 4;

    private final BenchServers servers;
    private final BenchKafka kafka;
    private final BenchAdmin admin;
    private final TransformBenchSettings settings;
    private final Consumer<String> progress;
    private int runs;
    private long missing;
    private long twice;
    private boolean bound = true;

    BenchRuns(BenchServers servers, TransformBenchSettings settings, Consumer<String> progress) {
        this.servers = servers;
        this.kafka = servers.kafka();
        this.admin = new BenchAdmin(kafka.client());
        this.settings = settings;
        this.progress = progress;
    }

    /** Something to do with the topics and the folder of a run. */
    private interface Work<T> {
        T with(MigrationTopics topics, ConfluentAvro avro, Path folder) throws InterruptedException;
    }

    RunFigures ours(BenchShape shape, int rows) throws InterruptedException {
        RunFigures figures = run((topics, avro, folder) -> {
            try (Ours ours = ours(shape, topics, avro, folder)) {
                return new TimedRun(kafka, admin, ours, shape, maker(topics, shape, avro), rows).run();
            }
        });
        missing += rows - figures.rows();
        twice += figures.twice();
        bound &= figures.bound();
        say("transform", shape, rows, figures);
        return figures;
    }

    RunFigures peer(BenchShape shape, int rows) throws InterruptedException {
        RunFigures figures = run((topics, avro, folder) -> {
            try (Contender peer =
                    new ForeignKeyJoins(kafka, avro, topics, shape, folder.resolve("state"), settings.threads())) {
                return new TimedRun(kafka, admin, peer, shape, maker(topics, shape, avro), rows).run();
            }
        });
        say("peer", shape, rows, figures);
        return figures;
    }

    ReleaseFigures release(BenchShape shape, int rows) throws InterruptedException {
        ReleaseFigures figures = run((topics, avro, folder) -> {
            try (Ours ours = ours(shape, topics, avro, folder)) {
                return new ReleaseRun(kafka, admin, ours, shape, maker(topics, shape, avro), rows).run();
            }
        });
        progress.accept("released  %,9d rows, %3d tables: %s"
                .formatted(
                        figures.parked(),
                        shape.tables(),
                        figures.parked() == 0
                                ? "none was parked"
                                : "p50 %.0f ms, p99 %.0f ms"
                                        .formatted(figures.percentile(50), figures.percentile(99))));
        return figures;
    }

    ResumeFigures resume(BenchShape shape, int rows) throws InterruptedException {
        ResumeFigures figures = run((topics, avro, folder) -> {
            try (Ours reader = ours(shape, topics, avro, folder.resolve("reader"))) {
                return new ResumeRun(
                                kafka,
                                admin,
                                reader,
                                topics,
                                shape,
                                maker(topics, shape, avro),
                                rows,
                                settings.threads(),
                                folder)
                        .run();
            }
        });
        missing += figures.missing();
        twice += figures.twice();
        progress.accept("kill -9 amid %,d rows, %3d tables: %,d ms to the next write"
                .formatted(rows, shape.tables(), figures.millis()));
        return figures;
    }

    TransformFigures.Checks checks() {
        return new TransformFigures.Checks(bound, missing, twice);
    }

    private <T> T run(Work<T> work) throws InterruptedException {
        MigrationTopics topics = new MigrationTopics("bench-" + ++runs, 1, PARTITIONS);
        Path folder = servers.folder().resolve("run-" + runs);
        try {
            T result = work.with(topics, kafka.avro(), folder);
            // Not after a failure: then the broker goes with all it has, and nothing may hide the cause.
            admin.deleteAll(topics.migration() + ".");
            return result;
        } finally {
            BenchServers.delete(folder);
        }
    }

    private Ours ours(BenchShape shape, MigrationTopics topics, ConfluentAvro avro, Path folder) {
        Mappings mappings = BenchMappings.compile(shape, folder.resolve("mappings"));
        return new Ours(kafka, avro, topics, shape, mappings, folder.resolve("state"), settings.threads());
    }

    private RowMaker maker(MigrationTopics topics, BenchShape shape, ConfluentAvro avro) {
        return new RowMaker(topics, shape, avro, settings.seed());
    }

    private void say(String who, BenchShape shape, int rows, RunFigures figures) {
        progress.accept("%-9s %,9d rows, %3d tables, %d lookups, %2d %% late: %,9.0f rows/s, %5.1f µs of CPU per row"
                .formatted(
                        who,
                        rows,
                        shape.tables(),
                        shape.lookups(),
                        shape.latePercent(),
                        figures.rowsPerSecond(),
                        figures.cpuMicros()));
    }

    @Override
    public void close() {
        admin.close();
    }
}
