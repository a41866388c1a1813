package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The writes announced and without any outcome, by when their change was captured; asking for the oldest costs nothing. */
final class InFlight {

    private final Map<Fingerprint, Instant> since = new HashMap<>();
    private final NavigableMap<Instant, Integer> writesByTime = new TreeMap<>();

    void add(Fingerprint write, Instant at) {
        if (since.putIfAbsent(write, at) == null) {
            writesByTime.merge(at, 1, Integer::sum);
        }
    }

    void remove(Fingerprint write) {
        Instant at = since.remove(write);
        if (at != null) {
            writesByTime.computeIfPresent(at, (time, count) -> count == 1 ? null : count - 1);
        }
    }

    long count() {
        return since.size();
    }

    Optional<Instant> oldest() {
        return writesByTime.isEmpty() ? Optional.empty() : Optional.of(writesByTime.firstKey());
    }
}
