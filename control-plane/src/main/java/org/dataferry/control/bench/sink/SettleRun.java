package org.dataferry.control.bench.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Latency and limits change while the sink is at the limits. */
final class SettleRun {

    private static final int SLOWER = 3;
    private static final int NARROWER = 2;

    /** The window that is there when limits shrink has to pass before there is anything to settle in. */
    private static final int FEWEST_WINDOWS = 2;

    private final BenchContext context;
    private final Target target;
    private final TargetModel model;

    SettleRun(BenchContext context, Target target) {
        this.context = context;
        this.target = target;
        this.model = context.settings().target();
    }

    private record Change(String name, TargetModel model) {}

    List<SinkBenchFigures.Settle> run() throws InterruptedException {
        List<Change> changes = List.of(
                new Change("latency x3", model.slower(SLOWER)),
                new Change("latency back", model),
                new Change("half of the execution time", model.narrower(NARROWER)),
                new Change("execution time back", model));
        target.begin(model.on(SinkBench.USUAL_RATIO));
        Meter meter = new Meter(target, model);
        int windows = Math.max(FEWEST_WINDOWS, context.settings().windows());
        List<SinkBenchFigures.Settle> all = new ArrayList<>();
        try (SinkClient sink = context.busySink(target, 1, context.ownBatch())) {
            meter.watch(sink, 1);
            for (Change change : changes) {
                context.say("settling: " + change.name());
                target.change(change.model().on(SinkBench.USUAL_RATIO));
                List<Sample> samples = meter.watch(sink, windows);
                OptionalDouble settled =
                        Settling.seconds(samples, Settling.spanSeconds(change.model()) / target.timeScale());
                all.add(new SinkBenchFigures.Settle(
                        change.name(),
                        settled.isPresent()
                                ? OptionalDouble.of(settled.getAsDouble() * target.timeScale())
                                : OptionalDouble.empty(),
                        Span.between(samples.getFirst(), samples.getLast()),
                        change.model().steadyCeiling() * target.timeScale()));
            }
        }
        return all;
    }
}
