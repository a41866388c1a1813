package org.dataferry.control.bench.capture;

/**
 * How large a benchmark of capture is.
 *
 * @param rows of the table that is read, and changes that are streamed
 * @param runs of each contender, in alternation
 * @param readers that read the table at a time
 * @param latencySeconds for which 500 changes a second are made
 */
public record CaptureBenchSettings(int rows, int runs, int readers, int latencySeconds) {

    /** Some seconds for the fastest contender on two cores. */
    public static final int DEFAULT_ROWS = 500_000;

    /** So that the median leaves out what the machine did to one or two. */
    public static final int DEFAULT_RUNS = 5;

    public static final int DEFAULT_READERS = 2;

    /** 7,500 changes: the slowest hundredth are 75. */
    public static final int DEFAULT_LATENCY_SECONDS = 15;

    private static final int MOST_ROWS = 20_000_000;
    private static final int MOST_RUNS = 25;
    private static final int MOST_READERS = 32;
    private static final int MOST_SECONDS = 600;

    public CaptureBenchSettings {
        between("rows", rows, 1_000, MOST_ROWS);
        between("runs", runs, 1, MOST_RUNS);
        between("readers", readers, 1, MOST_READERS);
        between("latencySeconds", latencySeconds, 1, MOST_SECONDS);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of a benchmark is " + value + ", expected " + least + " to " + most);
        }
    }
}
