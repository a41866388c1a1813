package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.send.Batch;

/** Those who send batches, and bring back what became of them. All methods are for the loop's thread. */
interface Workers extends Outlet, AutoCloseable {

    /**
     * All batches that have come back, waiting for the first at most this long.
     *
     * @throws SinkException if a batch failed in a way that no row of it explains
     */
    List<Senders.Sent.Answered> take(Duration patience) throws InterruptedException;

    /** Ends the work on these batches; they come back soon, with all rows lost. */
    void cutOff(Predicate<Batch> unwanted);

    @Override
    void close();
}
