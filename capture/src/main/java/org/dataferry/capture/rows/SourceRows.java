package org.dataferry.capture.rows;

import java.util.Collection;
import java.util.function.Consumer;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.key.SourceKey;

/** The rows of a source as they were at one moment. For one thread. */
public interface SourceRows extends AutoCloseable {

    /**
     * Reads a whole table, in no order.
     *
     * @param rows takes each row, in the calling thread
     * @return how many rows there were
     * @throws org.dataferry.capture.source.SourceException if the table cannot be read or has no primary key
     */
    long readAll(SourceTable table, Consumer<KeyedRow> rows) throws InterruptedException;

    /** Reads the rows with these keys; those that are not there are left out. */
    void read(SourceTable table, Collection<SourceKey> keys, Consumer<KeyedRow> rows) throws InterruptedException;

    @Override
    void close();
}
