package org.dataferry.control.bench.operate;

import java.util.List;
import java.util.Optional;

/** Parts are empty where they were not measured. */
public record OperateBenchFigures(
        OperateBenchSettings settings,
        Machine machine,
        Optional<Ledger> ledger,
        Optional<Preview> preview,
        Optional<Waiver> waiver,
        Optional<Latency> latency) {

    /** @param loadBefore processes that wanted a core in the last minute, as the system tells; negative where it does not */
    public record Machine(int cores, double loadBefore, double loadAfter) {}

    /**
     * @param records that the topics held for the rows
     * @param seconds until all of them were in the ledger
     * @param databaseBytes what the ledger takes on disk then
     * @param views each question of its own
     * @param p95Millis over all questions
     */
    public record Ledger(long records, double seconds, long databaseBytes, List<View> views, double p95Millis) {

        public Ledger {
            views = List.copyOf(views);
        }
    }

    /** @param name what was asked */
    public record View(String name, double p50Millis, double p95Millis, double mostMillis) {}

    /**
     * Of all rows that failed: those that were rejected, and those that wait for them.
     *
     * @param rows that would be sent
     * @param dependants how many of them wait
     * @param seconds until they were found and counted, without the sample of what mappings make of twenty of them; the middle one
     *     of several
     */
    public record Preview(int rows, int dependants, double seconds) {}

    /**
     * Of all rows that failed.
     *
     * @param rows that were waived
     * @param decisionSeconds until they were looked for in the topics, and the decision stood there
     * @param ledgerSeconds until the ledger said so of each row
     */
    public record Waiver(long rows, double decisionSeconds, double ledgerSeconds) {}
}
