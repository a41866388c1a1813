package org.dataferry.control.bench.sink;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the benchmark of the sink found. Parts that were not asked for are empty.
 *
 * @param timeScale how much faster than the wall's clock time ran for the target in all parts with one user
 * @param missing rows that were written and neither applied nor rejected, over the runs that ended by themselves
 * @param wronglyRejected healthy rows that were rejected there, or bad ones that were not
 * @param refused requests with healthy rows alone that were answered with an error other than that of a limit
 * @param notes what has to be known to read the figures of this run
 */
public record SinkBenchFigures(
        SinkBenchSettings settings,
        Machine machine,
        Unlimited unlimited,
        double timeScale,
        List<Run> runs,
        Optional<Pacing> pacing,
        Optional<Choice> choice,
        List<Settle> settle,
        List<Poison> poison,
        long missing,
        long wronglyRejected,
        long refused,
        List<String> notes) {

    /** @param loadBefore, loadAfter the average of the last minute; below zero where the system has none */
    public record Machine(int cores, double loadBefore, double loadAfter) {}

    /**
     * Limits and latency off.
     *
     * @param micros processor time of the sink's process per row, without the compiler
     * @param microsByThreads the same by kind of thread, and the compiler's; empty where the system does not tell
     * @param sinkCores processors that the sink kept busy, the compiler included
     * @param emulatorCores those of the emulator
     * @param otherCores those of the broker, the benchmark, and all else on the machine
     */
    public record Unlimited(
            long rows,
            double rowsPerSecond,
            double micros,
            Map<ThreadKind, Double> microsByThreads,
            double sinkCores,
            double emulatorCores,
            double otherCores,
            String binds) {}

    /**
     * The sink at the limits.
     *
     * @param ceiling the emulator's, of creates with the best batch
     * @param steadyCeiling what can be had without bunching
     */
    public record Run(
            int users,
            Span span,
            double ceiling,
            double steadyCeiling,
            double timeScale,
            List<WriteRequests> requests) {

        public double efficiency() {
            return span.rowsPerSecond() / ceiling;
        }

        public double steadyEfficiency() {
            return span.rowsPerSecond() / steadyCeiling;
        }
    }

    private static OptionalDouble ratio(double sink, double fixed) {
        return fixed > 0 ? OptionalDouble.of(sink / fixed) : OptionalDouble.empty();
    }

    /** Both sent the same, if the lists are of the same operation and batch. */
    public record Pacing(Span sink, List<WriteRequests> sinkRequests, Span fixed, List<WriteRequests> fixedRequests) {

        /** Empty if the fixed client got nothing done. */
        public OptionalDouble versusFixed() {
            return ratio(sink.rowsPerSecond(), fixed.rowsPerSecond());
        }

        /** Whether the operation is the same, and the rows of a request on average within a tenth. */
        public boolean isOfSameRequests() {
            return sinkRequests.size() == 1
                    && fixedRequests.size() == 1
                    && sinkRequests.getFirst().isLike(fixedRequests.getFirst());
        }
    }

    /** As many rows are created as are updated. */
    public record Phases(Span creates, Span updates) {

        /** Writes per second of creating some rows and updating them. */
        public double rowsPerSecond() {
            return 2 / (1 / creates.rowsPerSecond() + 1 / updates.rowsPerSecond());
        }
    }

    /** @param ratio how many times a row costs that is upserted by key */
    public record FixedPhases(double ratio, Phases phases) {}

    public record Choice(Phases sink, List<WriteRequests> sinkRequests, List<FixedPhases> fixed) {

        /** Empty if the fixed client got nothing done in a phase. */
        public OptionalDouble versusFixed(FixedPhases other) {
            return ratio(sink.rowsPerSecond(), other.phases().rowsPerSecond());
        }
    }

    /**
     * @param seconds of the target's own time until the rate came to rest; empty if it did not
     * @param span from the change to the end of what was watched
     * @param steadyCeiling after the change
     */
    public record Settle(String change, OptionalDouble seconds, Span span, double steadyCeiling) {}

    /**
     * @param furtherRequests beyond those of a run without bad rows
     * @param healthyRowsPerSecond until the last healthy row was there
     * @param withoutBad the same of the run without bad rows
     */
    public record Poison(
            double share,
            long badRows,
            long furtherRequests,
            double healthyRowsPerSecond,
            double withoutBad,
            long rejected) {

        public double requestsPerBadRow() {
            return furtherRequests / (double) badRows;
        }
    }
}
