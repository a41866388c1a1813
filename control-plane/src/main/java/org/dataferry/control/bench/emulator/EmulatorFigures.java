package org.dataferry.control.bench.emulator;

/**
 * What the benchmark of the emulator found.
 *
 * @param upsert new rows by alternate key, all columns
 * @param upsertAgain the same rows again: each is found by its key and changed
 * @param update five columns of rows by id
 * @param read pages of 5,000 rows with all columns
 * @param bytesPerRow of a bulk request's body
 * @param heapMiB of the emulator in use after a collection, all rows stored
 * @param residentMiB of the emulator's process, what its store holds outside of the heap included
 */
public record EmulatorFigures(
        EmulatorBenchSettings settings,
        Rate upsert,
        Rate upsertAgain,
        Rate update,
        Rate read,
        double bytesPerRow,
        double heapMiB,
        double residentMiB) {

    /**
     * @param emulatorMicros processor time of the emulator's process per row
     * @param clientMicros processor time of the benchmark's own process per row
     */
    public record Rate(double rowsPerSecond, double emulatorMicros, double clientMicros) {}
}
