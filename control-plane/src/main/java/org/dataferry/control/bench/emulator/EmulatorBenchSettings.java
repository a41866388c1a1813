package org.dataferry.control.bench.emulator;

/**
 * How large a benchmark of the emulator is.
 *
 * @param rows that are upserted, then updated, then read
 * @param batch rows of a bulk request
 * @param clients requests that are under way at once
 * @param seed of the rows' contents
 */
public record EmulatorBenchSettings(int rows, int batch, int clients, long seed) {

    /** Ten seconds of writing at the aim, and more than the stores keep in memory before they write it to disk. */
    public static final int DEFAULT_ROWS = 300_000;

    /** What Microsoft's page "Use bulk operation messages" advises to start with. */
    public static final int DEFAULT_BATCH = 100;

    /** Two per core of a small machine, so that no core waits for a disk. */
    public static final int DEFAULT_CLIENTS = 4;

    public static final long DEFAULT_SEED = 7;

    private static final int FEWEST_ROWS = 1_000;
    private static final int MOST_ROWS = 20_000_000;
    private static final int MOST_BATCH = 1_000;
    private static final int MOST_CLIENTS = 256;

    public EmulatorBenchSettings {
        between("rows", rows, FEWEST_ROWS, MOST_ROWS);
        between("batch", batch, 1, MOST_BATCH);
        between("clients", clients, 1, MOST_CLIENTS);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of a benchmark is " + value + ", expected " + least + " to " + most);
        }
    }
}
