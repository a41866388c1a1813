package org.dataferry.control.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/**
 * The transform, whole, beside two foreign-key joins of Kafka Streams' own. Both read the same rows from a real broker,
 * keep state on disk, commit exactly once, and run in turns in this process with the same settings.
 */
public final class TransformBench {

    /** The settings of the log, here and in processes that are started. */
    public static final String LOG_SETTINGS = "bench-logback.xml";

    private static final int FEW = 2;
    private static final int MANY = 5;
    private static final int GROWTH = 4;

    /** The compiler has seen all by then: the rates of further runs stay within those of the machine. */
    private static final int WARM_UP_SHARE = 4;

    /** Only growth needs all rows; the many other runs take a share, so that a benchmark is done within minutes. */
    private static final int COMPARED_SHARE = 4;

    /** The broker has much to do for a thousand partitions, whatever is in them. */
    private static final int MANY_TABLES_SHARE = 8;

    /** Rows under a parent of their own: enough for a p99, few enough to be released within seconds. */
    private static final int MOST_RELEASED = 2_000;

    private static final int RELEASED_SHARE = 10;

    private final TransformBenchSettings settings;
    private final BenchRuns runs;

    private TransformBench(TransformBenchSettings settings, BenchRuns runs) {
        this.settings = settings;
        this.runs = runs;
    }

    public static TransformFigures run(
            TransformBenchSettings settings, Consumer<String> progress, Progress serverProgress)
            throws InterruptedException {
        try (BenchServers servers =
                        BenchServers.start(EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY), serverProgress);
                BenchRuns runs = new BenchRuns(servers, settings, progress)) {
            return new TransformBench(settings, runs).figures(progress);
        }
    }

    private TransformFigures figures(Consumer<String> progress) throws InterruptedException {
        int rows = settings.rows();
        progress.accept("warm-up, not counted");
        runs.ours(BenchShape.known(1, FEW, rows / WARM_UP_SHARE), rows / WARM_UP_SHARE);
        runs.peer(BenchShape.known(1, FEW, rows / WARM_UP_SHARE), rows / WARM_UP_SHARE);
        List<RunFigures> ours = new ArrayList<>();
        List<RunFigures> peer = new ArrayList<>();
        TransformFigures.Rates one = rates(1, rows / COMPARED_SHARE, settings.repetitions(), ours, peer);
        List<TransformFigures.Growth> growth =
                List.of(grown(rows / GROWTH / GROWTH, settings.repetitions()), grown(rows / GROWTH, 1), grown(rows, 1));
        TransformFigures.Rates many =
                rates(settings.manyTables(), rows / MANY_TABLES_SHARE, 1, new ArrayList<>(), new ArrayList<>());
        return new TransformFigures(
                settings,
                BenchRuns.PARTITIONS,
                Ours.COMMIT_INTERVAL.toMillis(),
                one,
                many,
                cpu(middle(ours)),
                middle(peer).cpuMicros(),
                growth,
                runs.checks());
    }

    private TransformFigures.Rates rates(
            int tables, int rows, int repetitions, List<RunFigures> ours, List<RunFigures> peer)
            throws InterruptedException {
        for (int repetition = 0; repetition < repetitions; repetition++) {
            ours.add(runs.ours(BenchShape.known(tables, FEW, rows), rows));
            peer.add(runs.peer(BenchShape.known(tables, FEW, rows), rows));
        }
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < repetitions; pair++) {
            ratios.add(ours.get(pair).rowsPerSecond() / peer.get(pair).rowsPerSecond());
        }
        int released = Math.min(MOST_RELEASED, rows / RELEASED_SHARE);
        return new TransformFigures.Rates(
                tables,
                rows,
                rate(ours),
                rate(peer),
                Spread.of(ratios),
                runs.ours(BenchShape.known(tables, MANY, rows), rows).rowsPerSecond(),
                runs.ours(BenchShape.late(tables, FEW, rows), rows).rowsPerSecond(),
                runs.peer(BenchShape.late(tables, FEW, rows), rows).rowsPerSecond(),
                runs.ours(BenchShape.late(tables, MANY, rows), rows).rowsPerSecond(),
                release(runs.release(BenchShape.oneParentEach(tables, FEW, released), released)),
                resume(runs.resume(BenchShape.known(tables, FEW, rows), rows)));
    }

    private static Spread rate(List<RunFigures> figures) {
        return Spread.of(figures.stream().map(RunFigures::rowsPerSecond).toList());
    }

    private TransformFigures.Growth grown(int rows, int repetitions) throws InterruptedException {
        List<RunFigures> figures = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            figures.add(runs.ours(BenchShape.known(1, FEW, rows), rows));
        }

        return new TransformFigures.Growth(
                rows,
                median(figures, RunFigures::slopeMicros),
                median(figures, RunFigures::cpuMicros),
                median(figures, RunFigures::heapMiB));
    }

    private static double median(List<RunFigures> figures, Function<RunFigures, Double> figure) {
        return Spread.of(figures.stream().map(figure).toList()).median();
    }

    /** The run whose processor time is the median: its parts add up, medians of parts need not. */
    private static RunFigures middle(List<RunFigures> figures) {
        return figures.stream()
                .sorted(Comparator.comparing(RunFigures::cpuMicros))
                .toList()
                .get(figures.size() / 2);
    }

    private static TransformFigures.CpuMicros cpu(RunFigures run) {
        Map<Part, Double> parts = run.partMicros();
        double known = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        return new TransformFigures.CpuMicros(
                parts.get(Part.READ),
                parts.get(Part.MAP),
                parts.get(Part.IMAGE),
                parts.get(Part.LOOKUPS),
                parts.get(Part.WRITE),
                run.cpuMicros() - known,
                run.cpuMicros());
    }

    private static Optional<TransformFigures.Release> release(ReleaseFigures figures) {
        return figures.parked() == 0
                ? Optional.empty()
                : Optional.of(new TransformFigures.Release(
                        figures.parked(),
                        figures.percentile(50),
                        figures.percentile(99),
                        figures.millis().getLast()));
    }

    private static TransformFigures.Resume resume(ResumeFigures figures) {
        return new TransformFigures.Resume(figures.millis(), figures.amidRows());
    }
}
