package org.dataferry.control.bench.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fixed count of rows, some of which the target refuses, beside the same count without. */
final class PoisonRun {

    private static final List<Double> SHARES = List.of(0.01, 0.2);

    private final BenchContext context;
    private final Target target;
    private final TargetModel model;
    private final int rows;

    PoisonRun(BenchContext context, Target target) {
        this.context = context;
        this.target = target;
        this.model = context.settings().target();
        this.rows = context.settings().poisonRows();
    }

    record Result(List<SinkBenchFigures.Poison> figures, long missing, long wronglyRejected) {}

    /** @param requests that were not throttled */
    private record Pass(long bad, long requests, double healthyRowsPerSecond, OutcomeCounts outcomes) {}

    Result run() throws InterruptedException {
        Pass clean = pass(0);
        List<SinkBenchFigures.Poison> figures = new ArrayList<>();
        long missing = missing(clean);
        long wronglyRejected = wronglyRejected(clean);
        for (double share : SHARES) {
            Pass pass = pass(share);
            missing += missing(pass);
            wronglyRejected += wronglyRejected(pass);
            figures.add(new SinkBenchFigures.Poison(
                    share,
                    pass.bad(),
                    pass.requests() - clean.requests(),
                    pass.healthyRowsPerSecond(),
                    clean.healthyRowsPerSecond(),
                    pass.outcomes().rejected()));
        }
        return new Result(figures, missing, wronglyRejected);
    }

    private Pass pass(double share) throws InterruptedException {
        context.say("bad rows: %.0f %% of %,d".formatted(share * 100, rows));
        target.begin(model.on(SinkBench.USUAL_RATIO));
        SplittableRandom random = new SplittableRandom(context.settings().seed());
        RunningSink sink = context.sink(target, 1, context.ownBatch(), 0);
        try (SinkClient client = sink.client()) {
            Sample before = target.sample();
            // As many as the share says, and one at least: how many chance would bring is part of no figure.
            int bad = share == 0 ? 0 : Math.max(1, (int) Math.round(share * rows));
            int left = bad;
            for (int row = 0; row < rows; row++) {
                boolean refused = random.nextInt(rows - row) < left;
                left -= refused ? 1 : 0;
                client.send(refused);
            }
            client.flush();
            long healthy = rows - bad;
            Sample last = new Meter(target, model)
                    .await(client, "the healthy rows are there", now -> now.created() > healthy);
            OutcomeCounts outcomes = context.outcomes(sink, 1L + rows);
            Span all = Span.between(before, target.sample());
            return new Pass(
                    bad,
                    all.requests() - all.throttled(),
                    Span.between(before, last).rowsPerSecond(),
                    outcomes);
        }
    }

    private long missing(Pass pass) {
        return 1L + rows - pass.outcomes().applied() - pass.outcomes().rejected();
    }

    private static long wronglyRejected(Pass pass) {
        return Math.abs(pass.outcomes().rejected() - pass.bad());
    }
}
