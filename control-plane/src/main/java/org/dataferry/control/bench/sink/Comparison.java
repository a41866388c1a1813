package org.dataferry.control.bench.sink;

import java.util.ArrayList;
import java.util.List;

/** The sink and the fixed client, one after the other, with one user and the same windows. */
final class Comparison {

    private static final List<Double> RATIOS = List.of(1.0, 1.5, 2.4);

    private final BenchContext context;
    private final Target target;
    private final TargetModel model;
    private final Meter meter;
    private final int windows;

    Comparison(BenchContext context, Target target) {
        this.context = context;
        this.target = target;
        this.model = context.settings().target();
        this.meter = new Meter(target, model);
        this.windows = context.settings().windows();
    }

    private interface Starter {
        LoadClient start() throws InterruptedException;
    }

    /** Both create, with batches of one size: what differs is when requests are sent. */
    SinkBenchFigures.Pacing pacing() throws InterruptedException {
        int batch = context.settings().batch();
        context.say("pacing: the sink, batches of " + batch);
        Span sink = steady(SinkBench.USUAL_RATIO, () -> context.busySink(target, 1, batch));
        List<WriteRequests> sinkRequests = target.writes();
        context.say("pacing: the fixed client, batches of " + batch);
        Span fixed = steady(SinkBench.USUAL_RATIO, () -> context.fixed(target, FixedClient.Operation.CREATE));
        return new SinkBenchFigures.Pacing(sink, sinkRequests, fixed, target.writes());
    }

    private Span steady(double ratio, Starter starter) throws InterruptedException {
        target.begin(model.on(ratio));
        try (LoadClient client = starter.start()) {
            meter.watch(client, 1);
            return meter.measure(client, windows);
        }
    }

    /** Each with its own operations, on creates and then updates of five columns. */
    SinkBenchFigures.Choice choice() throws InterruptedException {
        context.say("choice: the sink");
        SinkBenchFigures.Phases sink =
                phases(SinkBench.USUAL_RATIO, () -> context.busySink(target, 1, context.ownBatch()));
        List<WriteRequests> sinkRequests = target.writes();
        List<SinkBenchFigures.FixedPhases> fixed = new ArrayList<>();
        for (double ratio : RATIOS) {
            context.say("choice: the fixed client, upserts by key at " + ratio);
            fixed.add(new SinkBenchFigures.FixedPhases(
                    ratio, phases(ratio, () -> context.fixed(target, FixedClient.Operation.UPSERT_BY_KEY))));
        }
        return new SinkBenchFigures.Choice(sink, sinkRequests, fixed);
    }

    private SinkBenchFigures.Phases phases(double ratio, Starter starter) throws InterruptedException {
        target.begin(model.on(ratio));
        try (LoadClient client = starter.start()) {
            meter.watch(client, 1);
            Span creates = meter.measure(client, windows);
            client.update();
            meter.await(client, "the last rows are created", client::isUpdating);
            Span updates = meter.measure(client, windows);
            return new SinkBenchFigures.Phases(creates, updates);
        }
    }
}
