package org.dataferry.sink.row;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.key.RowId;

/**
 * The writes that wait, by row.
 *
 * <ol>
 *   <li>A row that was taken is not given out again before it is released or given back: never two requests for one row.
 *   <li>A row is given out with what waits for it merged into its newest whole image; what only patches that image or
 *       sets the row's state follows when the row is released.
 *   <li>Entities take turns, so that a long load of one does not keep another waiting; the rows of an entity are given out in
 *       the order in which their first waiting write came.
 * </ol>
 *
 * <p>Bounded by the windows of the partitions: no write waits here that is not in one.
 */
public final class RowQueues {

    private final Map<RowId, Deque<QueuedWrite>> waiting = new HashMap<>();
    private final Map<String, Set<RowId>> ready = new LinkedHashMap<>();
    private final Set<RowId> taken = new HashSet<>();
    private int size;

    public void add(QueuedWrite write) {
        RowId row = write.write().row();
        waiting.computeIfAbsent(row, first -> new ArrayDeque<>()).addLast(write);
        size++;
        if (!taken.contains(row)) {
            makeReady(row);
        }
    }

    /**
     * The next row that may be written; empty if all are taken or none waits.
     *
     * @param wanted of which entities
     */
    public Optional<MergedWrite> take(Predicate<String> wanted) {
        return ready.keySet().stream().filter(wanted).findFirst().map(this::take);
    }

    private MergedWrite take(String entity) {
        Set<RowId> rows = ready.remove(entity);
        Iterator<RowId> first = rows.iterator();
        RowId row = first.next();
        first.remove();
        if (!rows.isEmpty()) {
            ready.put(entity, rows);
        }
        taken.add(row);
        List<QueuedWrite> writes = List.copyOf(waiting.remove(row));
        Turn turn = Turn.of(writes);
        if (!turn.later().isEmpty()) {
            waiting.put(row, new ArrayDeque<>(turn.later()));
        }
        size -= writes.size() - turn.later().size();
        return turn.next();
    }

    /** The row has its result; what came for it meanwhile may be written. */
    public void release(RowId row) {
        taken.remove(row);
        if (waiting.containsKey(row)) {
            makeReady(row);
        }
    }

    /** The row was taken and has no result: it is to be given out again, with what came for it meanwhile. */
    public void giveBack(QueuedWrite write) {
        RowId row = write.write().row();
        waiting.computeIfAbsent(row, first -> new ArrayDeque<>()).addFirst(write);
        size++;
        release(row);
    }

    /** Another instance owns these partitions now. What was taken of them is forgotten as well. */
    public void drop(Collection<TopicPartition> partitions, Collection<RowId> takenOfThem) {
        Iterator<Map.Entry<RowId, Deque<QueuedWrite>>> rows = waiting.entrySet().iterator();
        while (rows.hasNext()) {
            Map.Entry<RowId, Deque<QueuedWrite>> row = rows.next();
            int before = row.getValue().size();
            row.getValue().removeIf(write -> partitions.contains(write.partition()));
            size -= before - row.getValue().size();
            if (row.getValue().isEmpty()) {
                rows.remove();
                ready.computeIfPresent(row.getKey().entity(), (entity, left) -> {
                    left.remove(row.getKey());
                    return left.isEmpty() ? null : left;
                });
            }
        }
        takenOfThem.forEach(taken::remove);
    }

    /** Whether a write of the partition waits that may have been sent before. */
    public boolean hasDoubts(TopicPartition partition) {
        return waiting.values().stream()
                .flatMap(Collection::stream)
                .anyMatch(write -> write.inDoubt() && write.partition().equals(partition));
    }

    /** How many writes wait, by entity; the map is the caller's. */
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        waiting.forEach((row, writes) -> sizes.merge(row.entity(), (long) writes.size(), Long::sum));
        return sizes;
    }

    /** How many rows of an entity could be taken now. */
    public int ready(String entity) {
        return ready.getOrDefault(entity, Set.of()).size();
    }

    /** How many writes wait. */
    public int size() {
        return size;
    }

    private void makeReady(RowId row) {
        ready.computeIfAbsent(row.entity(), first -> new LinkedHashSet<>()).add(row);
    }
}
