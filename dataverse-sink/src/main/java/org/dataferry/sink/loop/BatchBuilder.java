package org.dataferry.sink.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;

/**
 * Rows that may go out, gathered by entity and action. Nothing is held back to fill a batch: while the lane is busy they
 * fill by themselves, and while it is free a single change goes out at once.
 */
final class BatchBuilder {

    private final int batchSize;
    private final Map<Kind, Deque<RowTask>> tasks = new LinkedHashMap<>();

    private record Kind(String entity, Action action) {}

    BatchBuilder(int batchSize) {
        this.batchSize = batchSize;
    }

    void add(Action action, RowTask task) {
        tasks.computeIfAbsent(new Kind(task.write().row().entity(), action), first -> new ArrayDeque<>())
                .add(task);
    }

    /** The next batch; kinds take turns. */
    Optional<Batch> next() {
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = tasks.keySet().iterator().next();
        Deque<RowTask> waiting = tasks.remove(kind);
        List<RowTask> rows = new ArrayList<>(batchSize);
        while (rows.size() < batchSize && !waiting.isEmpty()) {
            rows.add(waiting.remove());
        }
        if (!waiting.isEmpty()) {
            tasks.put(kind, waiting);
        }
        return Optional.of(new Batch(kind.entity(), kind.action(), rows));
    }

    /** Takes out every row that does not pass; they are not sent. */
    void retain(java.util.function.Predicate<RowTask> kept) {
        tasks.values().forEach(waiting -> waiting.removeIf(kept.negate()));
        tasks.values().removeIf(Deque::isEmpty);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }
}
