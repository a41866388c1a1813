package org.dataferry.sink.send;

import java.util.List;

/** Brings a batch to the target. */
public interface RowSender {

    /**
     * Blocks while the target wants to be left alone; safe for any thread.
     *
     * @return one result per row, in their order
     * @throws org.dataferry.sink.SinkException if no row can be written at all, whatever is in it
     */
    List<RowResult> send(Batch batch) throws InterruptedException;
}
