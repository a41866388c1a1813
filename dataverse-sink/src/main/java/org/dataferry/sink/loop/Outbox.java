package org.dataferry.sink.loop;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    void add(Action action, RowTask task) {
        if (action == Action.FILE) {
            files.add(task);
        } else {
            batches.add(action, task);
        }
    }

    /**
     * Whether there are whole batches of each kind.
     *
     * @param room as {@link #room} said before the first row was added
     */
    boolean isFilled(int room) {
        return batches.size() >= sizes.largest() * (room + batches.kinds());
    }

    /** How many more batches could be sent, at least one. */
    int room() {
        return Math.max(1, outlet.concurrency() - outlet.underway());
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
    void send() {
        sendAll(() -> files.next(outlet.concurrency()));
        sendAll(() -> batches.next(isBusy()));
    }

    private void sendAll(Supplier<Optional<Batch>> source) {
        while (outlet.underway() < outlet.concurrency()) {
            Optional<Batch> next = source.get();
            if (next.isEmpty()) {
                return;
            }
            outlet.send(next.get());
        }
    }

    /** Whether a batch that is sent now would only wait for its turn, or take the last place: it can as well fill up first. */
    private boolean isBusy() {
        return !isIdle() && outlet.underway() + 1 >= outlet.concurrency();
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
