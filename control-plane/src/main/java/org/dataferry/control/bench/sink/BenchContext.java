package org.dataferry.control.bench.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.emulator.BenchTable;

/** What all parts of the benchmark share: the broker, the rows, and who is told how far it is. */
final class BenchContext {

    /** Writes that lie ahead of the sink: more than it can have under way with batches as large as allowed. */
    private static final double SECONDS_AHEAD = 30;

    private static final long FEWEST_AHEAD = 500;

    /** The sink itself holds no more in memory. */
    private static final long MOST_AHEAD = 40_000;

    private final SinkBenchSettings settings;
    private final BenchKafka kafka;
    private final BenchAdmin admin;
    private final Path folder;
    private final Consumer<String> progress;
    private final WriteMaker maker;
    private final BenchTable table;
    private int sinks;

    BenchContext(
            SinkBenchSettings settings, BenchKafka kafka, BenchAdmin admin, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.kafka = kafka;
        this.admin = admin;
        this.folder = folder;
        this.progress = progress;
        maker = new WriteMaker(settings.seed());
        table = new BenchTable(settings.seed());
    }

    SinkBenchSettings settings() {
        return settings;
    }

    void say(String line) {
        progress.accept(line);
    }

    /**
     * A sink with topics of its own, ready to write.
     *
     * @param batch as of {@link SinkChild#start}
     * @param ahead as of {@link SinkClient#start}; 0 if only what the caller writes is to be sent
     */
    RunningSink sink(Target target, int users, int batch, long ahead) throws InterruptedException {
        String name = "bench-sink-" + ++sinks;
        SinkInput input = new SinkInput(kafka, admin, name);
        Path state = folder.resolve(name);
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(state);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        Optional<TargetModel> limits = target.isLimited() ? Optional.of(settings.target()) : Optional.empty();
        Process process = SinkChild.start(
                kafka, input.topics(), target.users(users), batch, limits, target.timeScale(), state, log);
        return new RunningSink(SinkClient.start(input, maker, process, log, target, ahead), input.topics());
    }

    /** A sink that is always busy. @param batch as of {@link SinkChild#start} */
    SinkClient busySink(Target target, int users, int batch) throws InterruptedException {
        double perSecond = target.ceiling(users, settings.target().mostRows()) / target.timeScale();
        long ahead = Math.clamp((long) (perSecond * SECONDS_AHEAD), FEWEST_AHEAD, MOST_AHEAD);
        return sink(target, users, batch, ahead).client();
    }

    /** As a project with so many users would run it. */
    FixedClient fixed(Target target, FixedClient.Operation operation) {
        return FixedClient.start(
                target.connection(),
                table,
                operation,
                settings.batch(),
                settings.target().concurrent());
    }

    OutcomeCounts outcomes(RunningSink sink, long writes) throws InterruptedException {
        return OutcomeCounts.await(kafka, admin, sink.topics(), writes);
    }

    /** The batch of the sink's own choice; the small model's windows have no room for that. */
    int ownBatch() {
        return settings.target().equals(TargetModel.SMALL) ? settings.batch() : 0;
    }
}
