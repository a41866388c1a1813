package org.dataferry.sink.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;

/**
 * Rows that may go out, gathered by entity and action. Nothing is held back to fill a batch: while the lane is busy they
 * fill by themselves, and while it is free a single change goes out at once.
 *
 * <p>Rows whose answers were lost more than once go out in ever smaller batches, so that a row by which the target always
 * breaks ends up alone.
 */
final class BatchBuilder {

    private final BatchSizes sizes;
    private final Map<Kind, Deque<RowTask>> tasks = new LinkedHashMap<>();
    private int size;

    private record Kind(String entity, Action action, int halvings) {}

    BatchBuilder(BatchSizes sizes) {
        this.sizes = sizes;
    }

    void add(Action action, RowTask task) {
        int halvings = Math.clamp(task.merged().tries().lost() - 1L, 0, Integer.SIZE - 1);
        Kind kind = new Kind(task.write().row().entity(), action, halvings);
        tasks.computeIfAbsent(kind, first -> new ArrayDeque<>()).add(task);
        size++;
    }

    /** The next batch; kinds take turns. */
    Optional<Batch> next() {
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = tasks.keySet().iterator().next();
        Deque<RowTask> waiting = tasks.remove(kind);
        int mostRows = Math.max(1, sizes.of(kind.entity(), kind.action()) >> kind.halvings());
        List<RowTask> rows = new ArrayList<>(Math.min(mostRows, waiting.size()));
        while (rows.size() < mostRows && !waiting.isEmpty()) {
            rows.add(waiting.remove());
        }
        if (!waiting.isEmpty()) {
            tasks.put(kind, waiting);
        }
        size -= rows.size();
        return Optional.of(new Batch(kind.entity(), kind.action(), rows));
    }

    /** Takes out every row that does not pass; they are not sent. */
    void retain(Predicate<RowTask> kept) {
        tasks.values().forEach(waiting -> waiting.removeIf(kept.negate()));
        tasks.values().removeIf(Deque::isEmpty);
        size = tasks.values().stream().mapToInt(Deque::size).sum();
    }

    /** How many rows wait. */
    int size() {
        return size;
    }
}
