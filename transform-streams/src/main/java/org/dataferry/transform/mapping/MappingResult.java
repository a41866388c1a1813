package org.dataferry.transform.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;

/** What a mapping makes of one source row. */
public sealed interface MappingResult {

    /**
     * The row of the target.
     *
     * @param columns each mapped column by logical name, in the target's own types; absent where what it is made of is
     *     not known
     * @param lookups each mapped lookup by logical name of its column, and the row that it names; empty where it names
     *     none; a lookup is left out where what it is made of is not known
     * @param state the state that the row is to have in the end; empty if the mapping does not say
     * @param files each mapped file by logical name of its column; left out where what it is made of is not known
     */
    record Mapped(
            Map<String, Value> columns,
            Map<String, Optional<RowId>> lookups,
            Optional<TargetState> state,
            Map<String, FileContent> files)
            implements MappingResult {

        public Mapped {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
            files = files.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }

        public Mapped(Map<String, Value> columns, Map<String, Optional<RowId>> lookups, Optional<TargetState> state) {
            this(columns, lookups, state, Map.of());
        }

        public Mapped(Map<String, Value> columns) {
            this(columns, Map.of(), Optional.empty());
        }
    }

    /** The mapping leaves this row out. If the target has it, it is removed. */
    record Filtered() implements MappingResult {}

    /** The row cannot be mapped; the detail names column and value, and what would be right. */
    record Refused(RejectionReason reason, String detail) implements MappingResult {}
}
