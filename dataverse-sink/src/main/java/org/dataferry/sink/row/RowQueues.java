package org.dataferry.sink.row;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.key.RowId;

/**
 * The writes that wait, by row.
 *
 * <ol>
 *   <li>A row that was taken is not given out again before it is released: never two requests for one row.
 *   <li>A row is given out with all writes that wait for it, merged into the newest.
 *   <li>Rows are given out in the order in which their first waiting write came.
 * </ol>
 *
 * <p>Bounded by the windows of the partitions: no write waits here that is not in one.
 */
public final class RowQueues {

    private final Map<RowId, Deque<QueuedWrite>> waiting = new HashMap<>();
    private final Set<RowId> ready = new LinkedHashSet<>();
    private final Set<RowId> taken = new LinkedHashSet<>();

    public void add(QueuedWrite write) {
        RowId row = write.write().row();
        waiting.computeIfAbsent(row, first -> new ArrayDeque<>()).add(write);
        if (!taken.contains(row)) {
            ready.add(row);
        }
    }

    /** The next row that may be written; empty if all are taken or none waits. */
    public Optional<MergedWrite> take() {
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        RowId row = ready.iterator().next();
        ready.remove(row);
        taken.add(row);
        return Optional.of(MergedWrite.of(List.copyOf(waiting.remove(row))));
    }

    /** The row has its result; what came for it meanwhile may be written. */
    public void release(RowId row) {
        taken.remove(row);
        if (waiting.containsKey(row)) {
            ready.add(row);
        }
    }

    /** Another instance owns these partitions now. What was taken of them is forgotten as well. */
    public void drop(Collection<TopicPartition> partitions, Collection<RowId> takenOfThem) {
        List<RowId> emptied = new ArrayList<>();
        waiting.forEach((row, writes) -> {
            writes.removeIf(write -> partitions.contains(write.partition()));
            if (writes.isEmpty()) {
                emptied.add(row);
            }
        });
        emptied.forEach(row -> {
            waiting.remove(row);
            ready.remove(row);
        });
        takenOfThem.forEach(taken::remove);
    }

    public boolean hasReady() {
        return !ready.isEmpty();
    }
}
