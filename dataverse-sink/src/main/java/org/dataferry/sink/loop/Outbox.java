package org.dataferry.sink.loop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;

/**
 * What may go out, until it does: rows in batches, and files beside them. It asks for as much as is of use and no more, since what
 * is not taken yet can still be merged with what comes, and what is not read yet takes no memory.
 */
final class Outbox {

    /** Batches that are read ahead of those that may be sent: enough to never wait for Kafka. */
    private static final int BATCHES_AHEAD = 2;

    private final Outlet outlet;
    private final BatchSizes sizes;
    private final BatchBuilder batches;
    private final FileQueue files;

    Outbox(Outlet outlet, BatchSizes sizes, FileQueue files) {
        this.outlet = outlet;
        this.sizes = sizes;
        this.batches = new BatchBuilder(sizes);
        this.files = files;
    }

    void add(Action action, RowTask task, Instant now) {
        if (action == Action.FILE) {
            files.add(task);
        } else {
            batches.add(action, task, now);
        }
    }

    /**
     * Whether rows of an entity are of use: there are not whole batches of it yet.
     *
     * @param room as {@link #room} said before the first row was added
     */
    boolean wants(String entity, int room) {
        return batches.size(entity) < sizes.largest() * (room + 1);
    }

    /** How many more batches of rows could be sent, at least one. */
    int room() {
        return Math.max(1, outlet.concurrency() - rowsUnderway());
    }

    /**
     * Whether enough of an entity was read.
     *
     * @param ready how many of its rows could be added
     */
    boolean isAhead(String entity, int ready, int room) {
        return ready + batches.size(entity) >= sizes.largest() * (room + BATCHES_AHEAD);
    }

    /** Sends what there is, as far as there is room. */
    void send(Instant now) {
        Optional<Batch> file = files.next(outlet.concurrency());
        while (file.isPresent()) {
            outlet.send(file.get());
            file = files.next(outlet.concurrency());
        }
        while (rowsUnderway() < outlet.concurrency()) {
            Optional<Batch> next = batches.next(isBusy(), now);
            if (next.isEmpty()) {
                return;
            }
            outlet.send(next.get());
        }
    }

    /** Whether a batch that is sent now would only wait for its turn, or take the last place. */
    private boolean isBusy() {
        return rowsUnderway() > 0 && rowsUnderway() + 1 >= outlet.concurrency();
    }

    /** Files take no place of rows: one may be scanned for minutes before it asks for its turn, as all requests have to. */
    private int rowsUnderway() {
        return outlet.underway() - files.underway();
    }

    boolean isIdle() {
        return outlet.underway() == 0;
    }

    void answered(Batch batch, List<RowResult> results) {
        sizes.answered(batch, results);
        batches.answered(batch);
        files.answered(batch);
    }

    /** Takes out everything that does not pass; it is not sent. */
    void retain(Predicate<RowTask> kept) {
        batches.retain(kept);
        files.retain(kept);
    }
}
