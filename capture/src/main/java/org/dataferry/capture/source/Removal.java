package org.dataferry.capture.source;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** What the source's log tells that is gone. */
public sealed interface Removal {

    /** Where a removal stands: the end of the transaction before, its own number, and its place in its transaction. */
    record Place(long base, long lsn, int ordinal, Instant committedAt) {}

    /**
     * A row is gone, or was updated and may have another key now.
     *
     * @param old the columns that the log tells of, as texts; at least those of the key
     * @param now those after an update, without large ones that did not change; empty after a delete
     */
    record Row(TableName table, Place place, Map<String, String> old, Map<String, String> now) implements Removal {

        /** Whether none of some columns was changed by an update. */
        public boolean keeps(Collection<String> key) {
            return !now.isEmpty()
                    && key.stream()
                            .allMatch(column ->
                                    !now.containsKey(column) || Objects.equals(now.get(column), old.get(column)));
        }
    }

    /** All rows of a table. */
    record All(TableName table, Place place) implements Removal {}
}
