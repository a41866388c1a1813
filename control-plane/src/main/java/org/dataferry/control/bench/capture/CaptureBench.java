package org.dataferry.control.bench.capture;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.control.bench.Spread;
import org.dataferry.control.bench.capture.CaptureBenchFigures.Latency;
import org.dataferry.control.bench.capture.CaptureBenchFigures.Machine;
import org.dataferry.control.bench.capture.CaptureBenchFigures.Pair;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.topic.Retention;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicOwner;

/** Capture beside Debezium alone, in turns on the same servers, which stand in processes of theirs. */
public final class CaptureBench {

    private final CaptureBenchSettings settings;
    private final BenchServers servers;
    private final BenchAdmin admin;
    private final SourceData source;
    private final TopicEnds ends;
    private final Consumer<String> progress;
    private int contenders;

    private CaptureBench(
            CaptureBenchSettings settings,
            BenchServers servers,
            BenchAdmin admin,
            TopicEnds ends,
            Consumer<String> progress) {
        this.settings = settings;
        this.servers = servers;
        this.admin = admin;
        this.source = new SourceData(servers.source());
        this.ends = ends;
        this.progress = progress;
    }

    public static CaptureBenchFigures run(CaptureBenchSettings settings, Consumer<String> progress, Progress started)
            throws InterruptedException {
        double loadBefore = load();
        try (BenchServers servers = BenchServers.start(
                        EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY, ServerKind.SOURCE_POSTGRES), started);
                BenchAdmin admin = new BenchAdmin(servers.kafka().client());
                TopicEnds ends = new TopicEnds(servers.kafka().client())) {
            return new CaptureBench(settings, servers, admin, ends, progress).measure(loadBefore);
        }
    }

    private CaptureBenchFigures measure(double loadBefore) throws InterruptedException {
        source.create(settings.rows());
        snapshot(ours(SourceData.READ));
        snapshot(debezium(SourceData.READ));
        List<Double> copies = new ArrayList<>();
        List<Pair> snapshots = new ArrayList<>();
        for (int run = 1; run <= settings.runs(); run++) {
            copies.add(BareCopy.measure(source, settings.rows(), settings.readers()));
            Pair pair = new Pair(snapshot(ours(SourceData.READ)), snapshot(debezium(SourceData.READ)));
            snapshots.add(pair);
            say("snapshot", run, pair);
        }
        stream(ours(SourceData.STREAMED));
        stream(debezium(SourceData.STREAMED));
        List<Pair> streams = new ArrayList<>();
        for (int run = 1; run <= settings.runs(); run++) {
            Pair pair = new Pair(stream(ours(SourceData.STREAMED)), stream(debezium(SourceData.STREAMED)));
            streams.add(pair);
            say("streaming", run, pair);
        }
        Latency latency = latency();
        Spread copy = Spread.of(copies);
        return new CaptureBenchFigures(
                settings,
                new Machine(Runtime.getRuntime().availableProcessors(), loadBefore, load()),
                snapshots,
                spread(snapshots, Pair::ratio),
                copy,
                spread(snapshots, Pair::ours).median() / copy.median(),
                streams,
                spread(streams, Pair::ratio),
                latency);
    }

    private void say(String what, int run, Pair pair) {
        progress.accept(
                "%s %d: ours %,.0f rows/s, Debezium %,.0f rows/s".formatted(what, run, pair.ours(), pair.debezium()));
    }

    private static Spread spread(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return Spread.of(pairs.stream().map(figure::applyAsDouble).toList());
    }

    private Contender ours(String table) {
        return new Ours(next(), source.address(), servers.kafka(), table, settings.readers());
    }

    private Contender debezium(String table) {
        Properties client = servers.kafka().client();
        return new PlainDebezium(next(), source.address(), client, table, settings.readers());
    }

    private String next() {
        return "run" + ++contenders;
    }

    /** @return rows per second, from the start to when the last row stands in Kafka */
    private double snapshot(Contender contender) throws InterruptedException {
        createTopic(contender);
        try (contender) {
            long begin = System.nanoTime();
            contender.start();
            ends.await(contender.topic(), settings.rows(), contender::throwIfFailed);
            return settings.rows() / ((System.nanoTime() - begin) / 1e9);
        } finally {
            clear();
        }
    }

    /** @return changes per second, from when the first is written, which goes on beside */
    private double stream(Contender contender) throws InterruptedException {
        createTopic(contender);
        try (contender) {
            long before = follow(contender);
            long begin = System.nanoTime();
            source.write(settings.rows());
            ends.await(contender.topic(), before + settings.rows(), contender::throwIfFailed);
            return settings.rows() / ((System.nanoTime() - begin) / 1e9);
        } finally {
            source.execute("TRUNCATE " + SourceData.STREAMED, "CHECKPOINT");
            clear();
        }
    }

    private Latency latency() throws InterruptedException {
        Contender contender = ours(SourceData.STREAMED);
        createTopic(contender);
        try (contender) {
            follow(contender);
            source.execute("TRUNCATE " + SourceData.STREAMED);
            return new LatencyRun(source, servers.kafka().client(), settings.latencySeconds()).measure(contender);
        } finally {
            clear();
        }
    }

    /** Returns when changes come, with how many records there are then. */
    private long follow(Contender contender) throws InterruptedException {
        source.execute("INSERT INTO " + SourceData.STREAMED + " (id) VALUES (-1)");
        contender.start();
        ends.await(contender.topic(), 1 + contender.moreRecords(), contender::throwIfFailed);
        source.execute("INSERT INTO " + SourceData.STREAMED + " (id) VALUES (-2)");
        long records = 2L + contender.moreRecords();
        ends.await(contender.topic(), records, contender::throwIfFailed);
        return records;
    }

    private void createTopic(Contender contender) {
        admin.create(
                List.of(new Topic(contender.topic(), TopicOwner.CAPTURE, Ours.PARTITIONS, Retention.WHOLE_MIGRATION)));
    }

    private void clear() throws InterruptedException {
        source.dropSlotsAndPublications();
        admin.deleteAll("run" + contenders + ".");
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
