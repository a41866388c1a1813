package org.dataferry.sink.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
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
 * Rows that may go out, gathered by entity and action. While the lane is busy batches fill, for a second at most; while it is free
 * a single change goes out at once.
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

    /** Of the first bulk request for a table. */
    private static final int WARM_UP_ROWS = 10;

    /** How long a batch may fill while others are sent: a load of one table must not hold up a few changes of another. */
    private static final Duration FILLING = Duration.ofSeconds(1);

    private final BatchSizes sizes;
    private final Set<String> warming = new HashSet<>();
    private final Set<String> warm = new HashSet<>();
    private final Map<Kind, Waiting> tasks = new LinkedHashMap<>();
    private final Map<String, Integer> entities = new HashMap<>();

    private record Kind(String entity, Action action, int halvings) {}

    /** @param since when the first of them came, or the last batch went */
    private record Waiting(Deque<RowTask> rows, Instant since) {}

    BatchBuilder(BatchSizes sizes) {
        this.sizes = sizes;
    }

    void add(Action action, RowTask task, Instant now) {
        int halvings = Math.min(task.merged().tries().halvings(), Integer.SIZE - 1);
        Kind kind = new Kind(task.write().row().entity(), action, halvings);
        tasks.computeIfAbsent(kind, first -> new Waiting(new ArrayDeque<>(), now))
                .rows()
                .add(task);
        entities.merge(kind.entity(), 1, Integer::sum);
    }

    /**
     * The next batch; kinds take turns. Empty if none waits, or all that do are of tables whose first request is under way.
     *
     * @param busy whether others are before it anyway, so that it may as well fill up
     */
    Optional<Batch> next(boolean busy, Instant now) {
        return tasks.entrySet().stream()
                .filter(kind -> !kind.getKey().action().isBulk()
                        || !warming.contains(kind.getKey().entity()))
                .filter(kind -> !busy || isDue(kind.getKey(), kind.getValue(), now))
                .map(Map.Entry::getKey)
                .findFirst()
                .map(kind -> batch(kind, now));
    }

    private boolean isDue(Kind kind, Waiting waiting, Instant now) {
        return waiting.rows().size() >= mostRows(kind)
                || !now.isBefore(waiting.since().plus(FILLING));
    }

    private int mostRows(Kind kind) {
        int most = sizes.of(kind.entity(), kind.action()) >> kind.halvings();
        return Math.max(1, isCold(kind) ? Math.min(most, WARM_UP_ROWS) : most);
    }

    private boolean isCold(Kind kind) {
        return kind.action().isBulk() && !warm.contains(kind.entity());
    }

    private Batch batch(Kind kind, Instant now) {
        int mostRows = mostRows(kind);
        if (isCold(kind)) {
            warming.add(kind.entity());
        }
        Deque<RowTask> waiting = tasks.remove(kind).rows();
        List<RowTask> rows = new ArrayList<>(Math.min(mostRows, waiting.size()));
        while (rows.size() < mostRows && !waiting.isEmpty()) {
            rows.add(waiting.remove());
        }
        if (!waiting.isEmpty()) {
            tasks.put(kind, new Waiting(waiting, now));
        }
        entities.merge(kind.entity(), -rows.size(), Integer::sum);
        return new Batch(kind.entity(), kind.action(), inOrder(rows));
    }

    /** After a bulk request the target has seen the table, whatever became of it. */
    void answered(Batch batch) {
        if (batch.action().isBulk()) {
            warming.remove(batch.entity());
            warm.add(batch.entity());
        }
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
        tasks.values().forEach(waiting -> waiting.rows().removeIf(kept.negate()));
        tasks.values().removeIf(waiting -> waiting.rows().isEmpty());
        entities.clear();
        tasks.forEach(
                (kind, waiting) -> entities.merge(kind.entity(), waiting.rows().size(), Integer::sum));
    }

    /** How many rows of an entity wait. */
    int size(String entity) {
        return entities.getOrDefault(entity, 0);
    }
}
