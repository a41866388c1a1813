package org.dataferry.control.bench.sink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/** The sink beside the emulator with limits and latency off: what this machine can do, and what a row takes of it. */
final class UnlimitedRun {

    /** The compiler has seen every path by then. */
    private static final int WARM_UP_SHARE = 4;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1_000;

    /** A machine that is busier than this has nothing left for anybody. */
    private static final double FULL = 0.9;

    private final BenchContext context;
    private final Target target;

    UnlimitedRun(BenchContext context, Target target) {
        this.context = context;
        this.target = target;
    }

    /** @param missing rows without an outcome that says applied */
    record Result(SinkBenchFigures.Unlimited figures, long missing, long rejected, long refused) {}

    private record Moment(Sample sample, ProcessTimes sink, double emulatorNanos) {}

    Result run() throws InterruptedException {
        int rows = context.settings().rows();
        int warmUp = rows / WARM_UP_SHARE;
        target.begin(TargetModel.off());
        RunningSink sink = context.sink(target, 1, 0, 0);
        try (SinkClient client = sink.client()) {
            context.say("without limits: %,d rows".formatted(rows));
            Meter meter = new Meter(target, context.settings().target());
            // Written beforehand, so that making them takes nothing from what is measured; the sink begins meanwhile.
            client.create(warmUp);
            meter.await(client, "the warm-up is over", now -> now.created() > warmUp);
            Moment begin = burst(client, rows);
            Sample last = meter.await(client, "all rows are there", now -> now.created() > warmUp + (long) rows);
            Moment end = new Moment(last, ProcessTimes.of(client.pid()), target.cpuNanos());
            double busy = busyShare();
            OutcomeCounts outcomes = context.outcomes(sink, 1L + warmUp + rows);
            long missing = 1L + warmUp + rows - outcomes.applied() - outcomes.rejected();
            return new Result(figures(begin, end, busy), missing, outcomes.rejected(), target.refused());
        }
    }

    /** All rows are in the topic within a second or two; until then less than all of the machine is the sink's. */
    private Moment burst(SinkClient client, int rows) throws InterruptedException {
        client.create(rows);
        busyShare();
        return new Moment(target.sample(), ProcessTimes.of(client.pid()), target.cpuNanos());
    }

    private static SinkBenchFigures.Unlimited figures(Moment begin, Moment end, double busyShare) {
        Span span = Span.between(begin.sample(), end.sample());
        Map<ThreadKind, Double> micros = new EnumMap<>(ThreadKind.class);
        if (end.sink().tellsThreadsApart()) {
            for (ThreadKind kind : ThreadKind.values()) {
                micros.put(kind, end.sink().since(begin.sink(), kind) / NANOS_PER_MICRO / span.rows());
            }
        }
        int cores = Runtime.getRuntime().availableProcessors();
        double wall = span.seconds() * NANOS_PER_SECOND;
        double sink = (end.sink().total() - begin.sink().total()) / wall;
        double emulator = (end.emulatorNanos() - begin.emulatorNanos()) / wall;
        double other = Math.max(0, busyShare * cores - sink - emulator);
        return new SinkBenchFigures.Unlimited(
                span.rows(),
                span.rowsPerSecond(),
                end.sink().since(begin.sink()) / NANOS_PER_MICRO / span.rows(),
                micros,
                sink,
                emulator,
                other,
                busyShare > FULL ? "processor" : "waiting");
    }

    /** Of all processors since the last call, by whatever process. */
    private static double busyShare() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getCpuLoad())
                : 0;
    }
}
