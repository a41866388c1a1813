package org.dataferry.control.bench.capture;

/** Brings rows and changes of one table to one topic, from its start to its close. */
interface Contender extends AutoCloseable {

    /** Where the rows go. */
    String topic();

    void start();

    /** Throws why it has stopped, if it has. */
    void throwIfFailed();

    /** Records that are no rows, once all rows have been read. */
    int moreRecords();

    @Override
    void close();
}
