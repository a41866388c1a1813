package org.dataferry.sink.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;

/**
 * Rows that may go out, gathered by entity and action. While the lane is busy batches fill; while it is free a single change
 * goes out at once.
 *
 * <p>The first request for a table is small and goes alone: the server makes what it needs for bulk requests of that table with
 * it, and several at once have been seen to fail over that with an SQL error.
 *
 * <p>Rows that were lost or rolled back go out in ever smaller batches, so that a row by which the target always breaks
 * ends up alone.
 *
 * <p>A batch has its rows in one order of the target's keys: two requests that take locks in one order do not end in a
 * deadlock.
 */
final class BatchBuilder {

    /** Of the first request for a table. */
    private static final int WARM_UP_ROWS = 10;

    private final BatchSizes sizes;
    private final Set<String> warming = new HashSet<>();
    private final Set<String> warm = new HashSet<>();
    private final Map<Kind, Deque<RowTask>> tasks = new LinkedHashMap<>();
    private int size;

    private record Kind(String entity, Action action, int halvings) {}

    BatchBuilder(BatchSizes sizes) {
        this.sizes = sizes;
    }

    void add(Action action, RowTask task) {
        int halvings = Math.min(task.merged().tries().halvings(), Integer.SIZE - 1);
        Kind kind = new Kind(task.write().row().entity(), action, halvings);
        tasks.computeIfAbsent(kind, first -> new ArrayDeque<>()).add(task);
        size++;
    }

    /**
     * The next batch; kinds take turns. Empty if none waits, or all that do are of tables whose first request is under way.
     *
     * @param whole whether only one that is as large as it may be, as others are before it anyway and it can fill up
     */
    Optional<Batch> next(boolean whole) {
        return tasks.entrySet().stream()
                .filter(kind -> !warming.contains(kind.getKey().entity()))
                .filter(kind -> !whole || kind.getValue().size() >= mostRows(kind.getKey()))
                .map(Map.Entry::getKey)
                .findFirst()
                .map(this::batch);
    }

    private int mostRows(Kind kind) {
        int most = sizes.of(kind.entity(), kind.action()) >> kind.halvings();
        return Math.max(1, warm.contains(kind.entity()) ? most : Math.min(most, WARM_UP_ROWS));
    }

    private Batch batch(Kind kind) {
        int mostRows = mostRows(kind);
        if (!warm.contains(kind.entity())) {
            warming.add(kind.entity());
        }
        Deque<RowTask> waiting = tasks.remove(kind);
        List<RowTask> rows = new ArrayList<>(Math.min(mostRows, waiting.size()));
        while (rows.size() < mostRows && !waiting.isEmpty()) {
            rows.add(waiting.remove());
        }
        if (!waiting.isEmpty()) {
            tasks.put(kind, waiting);
        }
        size -= rows.size();
        return new Batch(kind.entity(), kind.action(), inOrder(rows));
    }

    /** The target has seen the table by now, whatever became of the batch. */
    void answered(Batch batch) {
        warming.remove(batch.entity());
        warm.add(batch.entity());
    }

    /** Rows that are there by their GUID, the others by their id, of which Ferry's key is made. */
    private static List<RowTask> inOrder(List<RowTask> rows) {
        record Keyed(String key, RowTask row) {}
        return rows.stream()
                .map(row -> new Keyed(
                        row.guid()
                                .map(UUID::toString)
                                .orElseGet(() -> row.write().row().text()),
                        row))
                .sorted(Comparator.comparing(Keyed::key))
                .map(Keyed::row)
                .toList();
    }

    /** Takes out every row that does not pass; they are not sent. */
    void retain(Predicate<RowTask> kept) {
        tasks.values().forEach(waiting -> waiting.removeIf(kept.negate()));
        tasks.values().removeIf(Deque::isEmpty);
        size = tasks.values().stream().mapToInt(Deque::size).sum();
    }

    /** How many rows of an entity wait. */
    int size(String entity) {
        return tasks.entrySet().stream()
                .filter(kind -> kind.getKey().entity().equals(entity))
                .mapToInt(kind -> kind.getValue().size())
                .sum();
    }

    /** How many kinds of batches there are rows for. */
    int kinds() {
        return tasks.size();
    }

    /** How many rows wait. */
    int size() {
        return size;
    }
}
