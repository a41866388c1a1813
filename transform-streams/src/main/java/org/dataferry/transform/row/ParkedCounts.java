package org.dataferry.transform.row;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many rows wait for another row, of all tasks of an instance. Each task counts its own, any thread may read: it sees
 * what a transaction is about to commit.
 */
public final class ParkedCounts {

    private final Map<Integer, Map<String, Long>> byPartition = new ConcurrentHashMap<>();

    /** A task begins; what was counted under its partition before is void. */
    public void begin(int partition, Map<String, Long> counts) {
        byPartition.put(partition, new ConcurrentHashMap<>(counts));
    }

    public void put(int partition, String entity, long rows) {
        byPartition.get(partition).put(entity, rows);
    }

    public void end(int partition) {
        byPartition.remove(partition);
    }

    /** By partition and entity; none where none waits. */
    public Map<Integer, Map<String, Long>> counts() {
        Map<Integer, Map<String, Long>> counts = new HashMap<>();
        byPartition.forEach((partition, rows) -> {
            Map<String, Long> some = new TreeMap<>(rows);
            some.values().removeIf(count -> count == 0);
            counts.put(partition, some);
        });
        return counts;
    }
}
