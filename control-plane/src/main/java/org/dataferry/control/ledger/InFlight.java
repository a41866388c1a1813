package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The writes announced and without any outcome, by when their change was captured; asking for the oldest costs nothing.
 * Their ids are not kept, as all of a first load may be in flight: they stand in the log where they were announced.
 */
final class InFlight {

    private final Map<Fingerprint, Announcement> since = new HashMap<>();
    private final NavigableMap<Instant, Integer> writesByTime = new TreeMap<>();

    /** @param some of the writes counted */
    record Before(long count, List<Found> some) {}

    record Found(Fingerprint write, Announcement where) {}

    void add(Fingerprint write, Announcement announcement) {
        if (since.putIfAbsent(write, announcement) == null) {
            writesByTime.merge(announcement.at(), 1, Integer::sum);
        }
    }

    /** @return where it was announced; empty if it was not in flight */
    Optional<Announcement> remove(Fingerprint write) {
        Announcement announcement = since.remove(write);
        if (announcement != null) {
            writesByTime.computeIfPresent(announcement.at(), (time, count) -> count == 1 ? null : count - 1);
        }
        return Optional.ofNullable(announcement);
    }

    long count() {
        return since.size();
    }

    /**
     * Those announced before given offsets.
     *
     * @param ends by partition of the topic of fan-outs
     * @param most of them to name
     */
    Before before(Map<Integer, Long> ends, int most) {
        long count = 0;
        List<Found> some = new ArrayList<>();
        for (Map.Entry<Fingerprint, Announcement> write : since.entrySet()) {
            Announcement where = write.getValue();
            if (where.offset() < ends.getOrDefault(where.partition(), 0L)) {
                count++;
                if (some.size() < most) {
                    some.add(new Found(write.getKey(), where));
                }
            }
        }
        return new Before(count, some);
    }

    Optional<Instant> oldest() {
        return writesByTime.isEmpty() ? Optional.empty() : Optional.of(writesByTime.firstKey());
    }
}
