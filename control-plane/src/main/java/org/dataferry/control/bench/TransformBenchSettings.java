package org.dataferry.control.bench;

/**
 * How large a benchmark of the transform is.
 *
 * @param rows of a full run; some parts take a share of it
 * @param threads stream threads of either contender
 * @param manyTables the count of tables of the runs with many
 * @param repetitions of what is compared; the median counts
 * @param seed of the rows' contents
 */
public record TransformBenchSettings(int rows, int threads, int manyTables, int repetitions, long seed) {

    /** Fewer rows show nothing but the start. */
    public static final int FEWEST_ROWS = 800;

    /** What the counting of rows, and a broker on one disk, are made for. */
    public static final int MOST_ROWS = 10_000_000;

    /** Enough for dozens of commits in each run, few enough for minutes. */
    public static final int DEFAULT_ROWS = 100_000;

    public static final int DEFAULT_MANY_TABLES = 100;
    public static final int DEFAULT_REPETITIONS = 3;

    /** The product's own default. */
    public static final int DEFAULT_THREADS = 1;

    public static final long DEFAULT_SEED = 7;

    private static final int MOST_THREADS = 64;
    private static final int MOST_TABLES = 400;
    private static final int MOST_REPETITIONS = 99;

    public TransformBenchSettings {
        between("rows", rows, FEWEST_ROWS, MOST_ROWS);
        between("threads", threads, 1, MOST_THREADS);
        between("tables", manyTables, 1, MOST_TABLES);
        between("repetitions", repetitions, 1, MOST_REPETITIONS);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of a benchmark is " + value + ", expected " + least + " to " + most);
        }
    }
}
