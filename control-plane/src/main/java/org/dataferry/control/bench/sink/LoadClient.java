package org.dataferry.control.bench.sink;

/** Who writes rows to the target: creates until it is told to update what it created. */
interface LoadClient extends AutoCloseable {

    /** Called several times a second, so that it never lacks work. Throws if it cannot go on. */
    void keepBusy(Sample now);

    /** From now on no row is created that is not on its way already; rows that were are updated. */
    void update();

    /** Whether all creates are done. */
    boolean isUpdating(Sample now);

    /** Whether nothing is left to update. */
    boolean isDone(Sample now);

    /** Ends at once, whatever is under way. */
    @Override
    void close();
}
