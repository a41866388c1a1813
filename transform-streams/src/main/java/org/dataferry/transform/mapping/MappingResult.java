package org.dataferry.transform.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;

/** What a mapping makes of one source row. */
public sealed interface MappingResult {

    /**
     * The row of the target.
     *
     * @param columns each mapped column by logical name, in the target's own types; absent where what it is made of is
     *     not known
     */
    record Mapped(Map<String, Value> columns) implements MappingResult {
        public Mapped {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** The mapping leaves this row out. If the target has it, it is removed. */
    record Filtered() implements MappingResult {}

    /** The row cannot be mapped; the detail names column and value, and what would be right. */
    record Refused(RejectionReason reason, String detail) implements MappingResult {}
}
