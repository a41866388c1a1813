package org.dataferry.transform.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.WriteId;

/**
 * What of a row waits until something else has happened. It has its announced write and no version yet: that is given
 * when it goes out, so that the row's versions are in the order in which they are sent.
 */
public sealed interface Waiting {

    WriteId write();

    /**
     * The row as it is to be, parked until a row that a lookup names exists. Always the newest image.
     *
     * @param waitingFor the first row that is missing
     * @param except the GUID under which the target did not know it any more, although we did
     * @param whole to be sent whole, whatever the target is known to have
     * @param orphan that it was rejected, as nothing was known of {@code waitingFor}
     */
    record ForRow(
            WriteId write,
            Map<String, Value> columns,
            Map<String, Optional<RowId>> lookups,
            RowId waitingFor,
            Optional<UUID> except,
            boolean whole,
            boolean orphan)
            implements Waiting {

        public ForRow {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
        }

        public ForRow orphaned() {
            return new ForRow(write, columns, lookups, waitingFor, except, whole, true);
        }
    }

    /**
     * The row's removal, deferred until the rows that let go of it before have done so in the target.
     *
     * @param refusals how often the target said that others still name it
     */
    record ToRemove(WriteId write, int refusals) implements Waiting {}

    /**
     * A lookup that the row's own write left out.
     *
     * @param row that it names
     * @param except as in {@link ForRow}
     * @param orphan as in {@link ForRow}
     * @param forItself that the row it names is there, and its own is what it waits for
     */
    record ToPatch(WriteId write, RowId row, Optional<UUID> except, boolean orphan, boolean forItself)
            implements Waiting {

        /** As it begins to wait. */
        public ToPatch(WriteId write, RowId row, Optional<UUID> except) {
            this(write, row, except, false, false);
        }

        public ToPatch orphaned() {
            return new ToPatch(write, row, except, true, false);
        }

        public ToPatch waitingForItself() {
            return new ToPatch(write, row, except, false, true);
        }

        public ToPatch waitingForNamed() {
            return new ToPatch(write, row, except);
        }
    }
}
