package org.dataferry.control.bench.capture;

import java.util.List;
import org.dataferry.control.bench.Spread;

/**
 * @param copy PostgreSQL's COPY of the table into this process, with as many readers, and nothing done with it
 * @param pairs of runs of the snapshots, one after the other
 */
public record CaptureBenchFigures(
        CaptureBenchSettings settings,
        Machine machine,
        List<Pair> pairs,
        Spread snapshotRatio,
        Spread copy,
        double copyRatio,
        List<Pair> streamed,
        Spread streamingRatio,
        Latency latency) {

    public CaptureBenchFigures {
        pairs = List.copyOf(pairs);
        streamed = List.copyOf(streamed);
    }

    /** @param loadBefore processes that wanted a core in the last minute, as the system tells; negative where it does not */
    public record Machine(int cores, double loadBefore, double loadAfter) {}

    /** Rows per second of ours, and of Debezium with its own serialization. */
    public record Pair(double ours, double debezium) {

        double ratio() {
            return ours / debezium;
        }
    }

    /** From commit to Kafka, in milliseconds, at a steady rate of changes. */
    public record Latency(int changes, double p50Millis, double p99Millis) {}
}
