package org.dataferry.sink.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;

/** Files that may go out: few at a time and never all that may be under way, as a large one takes minutes. */
final class FileQueue {

    private final int most;
    private final Deque<RowTask> waiting = new ArrayDeque<>();
    private int underway;

    /** @param most files at a time */
    FileQueue(int most) {
        this.most = most;
    }

    void add(RowTask task) {
        waiting.add(task);
    }

    /**
     * The next file, if one may go now.
     *
     * @param concurrency how many batches may be under way; files take half of them
     */
    Optional<Batch> next(int concurrency) {
        if (waiting.isEmpty() || underway >= Math.min(most, Math.max(1, concurrency / 2))) {
            return Optional.empty();
        }
        underway++;
        RowTask task = waiting.remove();
        return Optional.of(new Batch(task.write().row().entity(), Action.FILE, List.of(task)));
    }

    /** How many files are under way. */
    int underway() {
        return underway;
    }

    /** A batch came back. */
    void answered(Batch batch) {
        if (batch.action() == Action.FILE) {
            underway--;
        }
    }

    /** Takes out every file that does not pass; they are not sent. */
    void retain(Predicate<RowTask> kept) {
        waiting.removeIf(kept.negate());
    }
}
