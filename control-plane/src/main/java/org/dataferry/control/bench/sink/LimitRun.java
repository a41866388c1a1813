package org.dataferry.control.bench.sink;

import java.util.List;

/** The sink at the limits, for some windows after one that warms up. */
final class LimitRun {

    private final BenchContext context;
    private final Target target;
    private final TargetModel model;

    LimitRun(BenchContext context, Target target) {
        this.context = context;
        this.target = target;
        this.model = context.settings().target();
    }

    /** @param refused requests that were answered with an error other than that of a limit */
    record Result(SinkBenchFigures.Run figures, long refused) {}

    Result run(int users) throws InterruptedException {
        target.begin(model.on(SinkBench.USUAL_RATIO));
        context.say("at the limits with %d user%s".formatted(users, users == 1 ? "" : "s"));
        try (SinkClient sink = context.busySink(target, users, context.ownBatch())) {
            Meter meter = new Meter(target, model);
            meter.watch(sink, 1);
            Span span = meter.measure(sink, context.settings().windows());
            double ceiling = target.ceiling(users, model.mostRows());
            double steady = model.steadyCeiling() * users * target.timeScale();
            List<WriteRequests> requests = target.writes();
            return new Result(
                    new SinkBenchFigures.Run(users, span, ceiling, steady, target.timeScale(), requests),
                    target.refused());
        }
    }
}
