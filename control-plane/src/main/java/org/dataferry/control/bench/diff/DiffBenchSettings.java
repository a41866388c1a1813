package org.dataferry.control.bench.diff;

/**
 * How large a benchmark of dumps is.
 *
 * @param rows of the dumps that are compared beside the peer
 * @param largeRows of the dumps that memory and growth are measured with; 0 to leave that out
 * @param repetitions of the first part; the median counts
 * @param seed of the rows' contents
 */
public record DiffBenchSettings(int rows, int largeRows, int repetitions, long seed) {

    public static final int DEFAULT_ROWS = 500_000;
    public static final int DEFAULT_LARGE_ROWS = 5_000_000;
    public static final int DEFAULT_REPETITIONS = 5;
    public static final long DEFAULT_SEED = 7;

    private static final int FEWEST_ROWS = 10_000;
    private static final int MOST_ROWS = 50_000_000;
    private static final int MOST_REPETITIONS = 50;

    public DiffBenchSettings {
        between("rows", rows, FEWEST_ROWS, MOST_ROWS);
        between("large rows", largeRows, 0, MOST_ROWS);
        between("repetitions", repetitions, 1, MOST_REPETITIONS);
        between("seed", (int) seed, 0, Integer.MAX_VALUE);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of a benchmark is " + value + ", expected " + least + " to " + most);
        }
    }
}
