package org.dataferry.control.bench.sink;

import java.util.List;
import java.util.Set;

/**
 * How large a benchmark of the sink is.
 *
 * @param target what the emulator allows and how long its requests take
 * @param users of each run, one run after the other
 * @param parts that are measured; the others are left out of the result
 * @param windows of the limits that each figure is of, after one that warms up
 * @param rows that are sent without limits, a quarter more before them
 * @param poisonRows of each run with bad rows among them
 * @param batch rows of a request of the fixed client, and of the sink where both are to send the same
 * @param seed of the rows' contents, and of which are bad
 */
public record SinkBenchSettings(
        TargetModel target,
        List<Integer> users,
        Set<SinkBenchPart> parts,
        int windows,
        int rows,
        int poisonRows,
        int batch,
        long seed) {

    /** Two, so that what a client borrows from the next window it also has to pay back. */
    public static final int DEFAULT_WINDOWS = 2;

    /** Ten seconds or more at full speed. */
    public static final int DEFAULT_ROWS = 100_000;

    public static final long DEFAULT_SEED = 7;

    /** What the delivered projects that this is compared with had, and Microsoft advises to begin with. */
    public static final int DEFAULT_BATCH = 100;

    private static final List<Integer> DEFAULT_USERS = List.of(1, 3);

    /** A fifth of it bad takes some 3,000 requests, which one window has room for: the limits do not blur the count. */
    private static final int DEFAULT_POISON_ROWS = 2_000;

    private static final int QUICK_ROWS = 3_000;
    private static final int QUICK_POISON_ROWS = 200;
    private static final int QUICK_BATCH = 20;

    private static final int FEWEST_ROWS = 1_000;
    private static final int MOST_ROWS = 10_000_000;
    private static final int MOST_WINDOWS = 100;

    public SinkBenchSettings {
        users = List.copyOf(users);
        parts = Set.copyOf(parts);
        between("rows", rows, FEWEST_ROWS, MOST_ROWS);
        between("windows", windows, 1, MOST_WINDOWS);
    }

    public static SinkBenchSettings full(Set<SinkBenchPart> parts, int windows, int rows, long seed) {
        return new SinkBenchSettings(
                TargetModel.DOCUMENTED, DEFAULT_USERS, parts, windows, rows, DEFAULT_POISON_ROWS, DEFAULT_BATCH, seed);
    }

    /** Every part with so few rows and so small limits that it takes a minute or two; its figures say nothing. */
    public static SinkBenchSettings quick(Set<SinkBenchPart> parts, long seed) {
        return new SinkBenchSettings(
                TargetModel.SMALL,
                DEFAULT_USERS,
                parts,
                DEFAULT_WINDOWS,
                QUICK_ROWS,
                QUICK_POISON_ROWS,
                QUICK_BATCH,
                seed);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of a benchmark is " + value + ", expected " + least + " to " + most);
        }
    }
}
