package org.dataferry.control.bench;

import java.util.Map;

/**
 * What one run showed.
 *
 * @param rows that were measured
 * @param seconds from the moment when the rows could be read to the commit of the last result
 * @param slopeMicros wall-clock time per row between the first commit and the last, so that what a start and a commit
 *     cost once does not count
 * @param cpuMicros processor time of the whole process per row, its threads for compaction and collection included
 * @param partMicros of that, by part
 * @param heapMiB in use after the run and a collection, stores open
 * @param twice results beyond the first of a row
 * @param bound whether the results name the GUIDs of the parents
 */
record RunFigures(
        int rows,
        double seconds,
        double slopeMicros,
        double cpuMicros,
        Map<Part, Double> partMicros,
        double heapMiB,
        long twice,
        boolean bound) {

    RunFigures {
        partMicros = Map.copyOf(partMicros);
    }

    double rowsPerSecond() {
        return rows / seconds;
    }
}
