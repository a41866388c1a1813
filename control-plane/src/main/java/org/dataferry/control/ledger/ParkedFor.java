package org.dataferry.control.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.key.RowId;
import org.jspecify.annotations.Nullable;

/**
 * Which rows parked writes of an entity wait for. In memory it takes about 100 bytes per parked write, and the text of an id for each of
 * the rows that can be named.
 */
final class ParkedFor {

    /** Rows whose ids are kept; a row beyond them is named once one of them came. Some megabytes. */
    static final int MOST_NAMED = 10_000;

    private final Map<Fingerprint, Fingerprint> rowByWrite = new HashMap<>();
    private final Map<Fingerprint, Integer> writesByRow = new HashMap<>();
    private final Map<Fingerprint, String> names = new HashMap<>();

    void park(Fingerprint write, RowId row) {
        Fingerprint wanted = Fingerprint.of(row.text());
        Fingerprint before = rowByWrite.put(write, wanted);
        if (!wanted.equals(before)) {
            forget(before);
            writesByRow.merge(wanted, 1, Integer::sum);
        }
        if (names.size() < MOST_NAMED) {
            names.putIfAbsent(wanted, row.text());
        }
    }

    /** The write waits no longer, if it did. */
    void release(Fingerprint write) {
        forget(rowByWrite.remove(write));
    }

    /** The rows that most writes wait for, those first. */
    List<WaitingFor> most(int limit) {
        return most(List.of(this), limit);
    }

    /** The rows that most writes of several entities wait for, those first. */
    static List<WaitingFor> most(Collection<ParkedFor> all, int limit) {
        Map<String, Long> writes = new HashMap<>();
        all.forEach(one -> one.names.forEach(
                (row, name) -> writes.merge(name, (long) one.writesByRow.getOrDefault(row, 0), Long::sum)));
        return writes.entrySet().stream()
                .map(row -> new WaitingFor(row.getKey(), row.getValue()))
                .sorted(Comparator.comparingLong(WaitingFor::writes).reversed().thenComparing(WaitingFor::row))
                .limit(limit)
                .toList();
    }

    private void forget(@Nullable Fingerprint row) {
        if (row != null && writesByRow.merge(row, -1, Integer::sum) == 0) {
            writesByRow.remove(row);
            names.remove(row);
        }
    }
}
