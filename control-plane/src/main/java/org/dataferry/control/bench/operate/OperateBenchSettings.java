package org.dataferry.control.bench.operate;

import java.util.Set;

/**
 * How large a benchmark of operating is.
 *
 * @param parts that are measured; the others are left out of the result
 * @param rows of the target that the ledger is of
 * @param questions that are asked of each view, one after the other
 * @param latencyRows of the table whose changes are timed
 * @param latencySeconds of each rate of changes
 * @param seed of the rows' contents, and of which rows are asked for
 */
public record OperateBenchSettings(
        Set<OperateBenchPart> parts, int rows, int questions, int latencyRows, int latencySeconds, long seed) {

    /** Minutes on two cores, and enough that indexes do not fit the server's smallest caches. The aim is at 5,000,000. */
    public static final int DEFAULT_ROWS = 200_000;

    /** So that a slow one in twenty is seen several times. */
    public static final int DEFAULT_QUESTIONS = 100;

    /** Enough that no row changes twice, and that a replay of them takes some seconds. */
    public static final int DEFAULT_LATENCY_ROWS = 30_000;

    /** So that a hundred of the slowest at the higher rate are the hundredth part. */
    public static final int DEFAULT_LATENCY_SECONDS = 20;

    public static final long DEFAULT_SEED = 7;

    private static final int FEWEST_ROWS = 1_000;
    private static final int MOST_ROWS = 20_000_000;
    private static final int MOST_QUESTIONS = 10_000;
    private static final int MOST_SECONDS = 3_600;

    public OperateBenchSettings {
        parts = Set.copyOf(parts);
        between("rows", rows, FEWEST_ROWS, MOST_ROWS);
        between("questions", questions, 1, MOST_QUESTIONS);
        between("latency rows", latencyRows, FEWEST_ROWS, MOST_ROWS);
        between("latency seconds", latencySeconds, 1, MOST_SECONDS);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of a benchmark is " + value + ", expected " + least + " to " + most);
        }
    }
}
