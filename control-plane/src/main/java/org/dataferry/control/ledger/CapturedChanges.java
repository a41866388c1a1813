package org.dataferry.control.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.SourceTable;

/** How many changes of each table stand in the log, and how many of those were delivered again. About 200 bytes for each source key. */
final class CapturedChanges {

    private final Map<SourceTable, OfTable> tables = new HashMap<>();

    private static final class OfTable {
        private final Map<String, SourcePosition> lastByKey = new HashMap<>();
        private long count;
        private long redelivered;
    }

    /** In the order of the log; one that does not come after the last of its key was delivered before. */
    void captured(SourceTable table, String key, SourcePosition position) {
        OfTable of = tables.computeIfAbsent(table, first -> new OfTable());
        SourcePosition last = of.lastByKey.get(key);
        if (last != null && position.compareTo(last) <= 0) {
            of.redelivered++;
        } else {
            of.count++;
            of.lastByKey.put(key, position);
        }
    }

    /** Without what was delivered again. */
    long count(Set<SourceTable> tables) {
        return sum(tables, of -> of.count);
    }

    long redelivered(Set<SourceTable> tables) {
        return sum(tables, of -> of.redelivered);
    }

    private long sum(Set<SourceTable> asked, ToLongFunction<OfTable> number) {
        return asked.stream()
                .map(tables::get)
                .filter(of -> of != null)
                .mapToLong(number)
                .sum();
    }
}
