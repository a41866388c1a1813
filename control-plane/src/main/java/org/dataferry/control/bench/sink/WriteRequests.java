package org.dataferry.control.bench.sink;

import java.util.List;
import java.util.Set;

/**
 * The write requests of one operation.
 *
 * @param operation as the emulator names it
 * @param mostRows of one of them
 */
public record WriteRequests(String operation, long requests, long rows, int mostRows) {

    private static final Set<String> OPERATIONS = Set.of("create", "update", "upsert");

    private static final double SAME = 0.1;

    /** The same operation, and on average as many rows within a tenth. */
    boolean isLike(WriteRequests other) {
        double ratio = rowsPerRequest() / other.rowsPerRequest();
        return operation.equals(other.operation) && Math.abs(ratio - 1) < SAME;
    }

    public double rowsPerRequest() {
        return rows / (double) requests;
    }

    static void add(List<WriteRequests> all, String operation, int rows) {
        if (!OPERATIONS.contains(operation)) {
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            WriteRequests known = all.get(i);
            if (known.operation.equals(operation)) {
                all.set(
                        i,
                        new WriteRequests(
                                operation, known.requests + 1, known.rows + rows, Math.max(known.mostRows, rows)));
                return;
            }
        }
        all.add(new WriteRequests(operation, 1, rows, rows));
    }
}
