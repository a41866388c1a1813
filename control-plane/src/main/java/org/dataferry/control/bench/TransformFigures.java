package org.dataferry.control.bench;

import java.util.List;
import java.util.Optional;

/**
 * What the benchmark of the transform found.
 *
 * @param settings what was asked for
 * @param partitions of each topic that rows are keyed by
 * @param commitIntervalMillis of either contender
 * @param oneTable the figures with all rows in one table
 * @param manyTables the same with the rows spread over many
 * @param cpuMicrosPerRow processor time of the transform with 2 lookups, all parents known
 * @param peerCpuMicrosPerRow processor time of the peer's process per row
 * @param growth 1, 4 and 16 times as many rows
 * @param checks what must hold, or the figures are of something else
 */
public record TransformFigures(
        TransformBenchSettings settings,
        int partitions,
        long commitIntervalMillis,
        Rates oneTable,
        Rates manyTables,
        CpuMicros cpuMicrosPerRow,
        double peerCpuMicrosPerRow,
        List<Growth> growth,
        Checks checks) {

    public TransformFigures {
        growth = List.copyOf(growth);
    }

    /**
     * @param ours2Lookups rows per second of the transform, all parents known
     * @param peer2Lookups rows per second of the peer, the same rows
     * @param ratio2Lookups the one by the other, pair by pair
     * @param ours5Lookups as ours2Lookups, with 5
     * @param late2Lookups rows per second where 30 % of the rows come before a parent
     * @param latePeer2Lookups the same of the peer
     * @param late5Lookups as late2Lookups, with 5
     * @param release from a parent's identity to the committed write of the row that waited; empty if none waited
     * @param resume after a kill
     */
    public record Rates(
            int tables,
            int rows,
            Spread ours2Lookups,
            Spread peer2Lookups,
            Spread ratio2Lookups,
            double ours5Lookups,
            double late2Lookups,
            double latePeer2Lookups,
            double late5Lookups,
            Optional<Release> release,
            Resume resume) {}

    /** Milliseconds, of so many rows. */
    public record Release(int rows, double p50, double p99, double max) {}

    /**
     * @param millis from the kill to the next committed write that a reader sees
     * @param amidRows whether rows were left when it was killed; if not, the figure means nothing
     */
    public record Resume(long millis, boolean amidRows) {}

    /**
     * Microseconds of processor time per row.
     *
     * @param rest polling, committing, sending, compaction, collection, and the benchmark's own looking
     * @param total of the process
     */
    public record CpuMicros(
            double read, double map, double image, double lookups, double write, double rest, double total) {}

    /**
     * @param microsPerRow wall-clock time between the first commit and the last
     * @param heapMiB in use after a collection, stores open
     */
    public record Growth(int rows, double microsPerRow, double cpuMicrosPerRow, double heapMiB) {}

    /**
     * @param bound whether the writes name the GUIDs of their parents; if not, this build does not resolve lookups
     * @param missing rows without a write, over all runs of the transform
     * @param twice writes beyond the first of a row, over all runs of the transform
     */
    public record Checks(boolean bound, long missing, long twice) {}
}
