package org.dataferry.transform.row;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;

/**
 * The rows of a task that wait for a fence that was set after they began to wait, in that order.
 *
 * <p>One that is first seen in the round after next was written after the round now going on had ended, so after now. Kept
 * in memory: after a restart a row waits anew.
 */
final class FenceQueue {

    private static final int ROUNDS = 2;

    private final Fences fences;
    private final Map<RowId, Long> since = new LinkedHashMap<>();

    FenceQueue(Fences fences) {
        this.fences = fences;
    }

    void add(RowId row) {
        since.remove(row);
        since.put(row, fences.round());
    }

    void addIfNew(RowId row) {
        since.putIfAbsent(row, fences.round());
    }

    /** Takes out the next row whose fence has been passed. */
    Optional<RowId> poll() {
        Iterator<Map.Entry<RowId, Long>> first = since.entrySet().iterator();
        if (first.hasNext()) {
            Map.Entry<RowId, Long> next = first.next();
            if (next.getValue() + ROUNDS <= fences.passed()) {
                first.remove();
                return Optional.of(next.getKey());
            }
        }
        return Optional.empty();
    }

    boolean isEmpty() {
        return since.isEmpty();
    }
}
