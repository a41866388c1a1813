package org.dataferry.sink.loop;

import org.dataferry.sink.send.Batch;

/** Where the loop puts the batches that it makes up. What becomes of them comes back to the loop from outside. */
interface Outlet {

    /** How many batches may be under way at this time. */
    int concurrency();

    /** How many batches are under way: sent, and their results not taken yet. */
    int underway();

    void send(Batch batch);
}
