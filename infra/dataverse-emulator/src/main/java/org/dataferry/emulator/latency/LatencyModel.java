package org.dataferry.emulator.latency;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;

/**
 * How long requests take, all in scaled time:
 *
 * <pre>request + rows × row × ratio of the operation + columns × column + rows × the table's plug-ins</pre>
 *
 * A batch takes {@code request} once, and {@code part} and the rest for each part. With the model on, this is also what the limit of execution
 * time counts.
 *
 * <p>The defaults follow Microsoft's own runs of its samples (100 single creates 10 s, CreateMultiple of 100 rows 1 s, a batch of 100
 * creates 4 s); the ratio of upserts by key, 2.4, and of rows that are read, 8,000 a second, were measured by third parties.
 *
 * @param enabled off unless asked for, so that a local run is as fast as the machine
 * @param part what each part of a batch takes beside its rows
 * @param column what each value that is written takes
 * @param plugIns by table the durations of the synchronous plug-ins that run for each of its rows, unless the request bypasses them
 * @param jitter by how much of itself a latency may differ, up and down; 0 for not at all
 */
public record LatencyModel(
        boolean enabled,
        Duration request,
        Duration part,
        Duration row,
        Ratios ratios,
        Duration column,
        Map<String, List<Duration>> plugIns,
        double jitter) {

    /** How many times {@code row} a row costs by operation. An upsert at a GUID costs as an update. */
    public record Ratios(
            double create, double update, double upsertByKey, double delete, double associate, double read) {
        public Ratios {
            if (create < 0 || update < 0 || upsertByKey < 0 || delete < 0 || associate < 0 || read < 0) {
                throw new EmulatorException("latency.ratios: none may be negative");
            }
        }
    }

    public LatencyModel {
        plugIns = Map.copyOf(plugIns);
        if (request.isNegative() || part.isNegative() || row.isNegative() || column.isNegative()) {
            throw new EmulatorException("latency: no duration may be negative");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new EmulatorException("latency.jitter must be at least 0 and below 1, not " + jitter);
        }
    }

    public static LatencyModel off() {
        return new LatencyModel(
                false,
                Duration.ofMillis(90),
                Duration.ofMillis(30),
                Duration.ofMillis(10),
                new Ratios(1, 1, 2.4, 1, 1, 0.0125),
                Duration.ZERO,
                Map.of(),
                0.1);
    }

    /** Scaled nanoseconds of a request alone, before jitter. */
    public double nanos(RequestShape shape) {
        return request.toNanos() + work(shape);
    }

    /** Scaled nanoseconds of a batch, before jitter. */
    public double nanos(List<RequestShape> parts) {
        return request.toNanos()
                + parts.stream()
                        .mapToDouble(shape -> part.toNanos() + work(shape))
                        .sum();
    }

    private double work(RequestShape shape) {
        double rows = row.toNanos() * weightedRows(shape) + (double) column.toNanos() * shape.columns();
        boolean triggers = shape.operation().writes() && !shape.bypassesPlugIns();
        return triggers ? rows + shape.rows() * plugInNanos(shape.table()) : rows;
    }

    private double weightedRows(RequestShape shape) {
        return switch (shape.operation()) {
            case CREATE -> shape.rows() * ratios.create();
            case UPDATE, UPSERT ->
                shape.keyedRows() * ratios.upsertByKey() + (shape.rows() - shape.keyedRows()) * ratios.update();
            case DELETE -> shape.rows() * ratios.delete();
            case ASSOCIATE -> shape.rows() * ratios.associate();
            case READ, QUERY -> shape.rows() * ratios.read();
            case DEFINITION, BATCH, OTHER -> 0;
        };
    }

    private double plugInNanos(String table) {
        return plugIns.getOrDefault(table, List.of()).stream()
                .mapToDouble(Duration::toNanos)
                .sum();
    }

    /** Whether the rows of an operation are named by key in the arithmetic of a ceiling. */
    static boolean keyed(Operation operation) {
        return operation == Operation.UPSERT;
    }
}
