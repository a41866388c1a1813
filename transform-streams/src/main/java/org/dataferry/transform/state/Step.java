package org.dataferry.transform.state;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.value.Value;

/** What comes of a new state of the source row. */
public sealed interface Step {

    /** The target has this very state, and nothing is on its way. */
    record Unchanged() implements Step {}

    /**
     * A version to write.
     *
     * @param columns the full image; columns not known in this change are as they last were
     * @param lookups the full image; those not known or left out are as they last were
     * @param basedOn the version that {@code changed} is relative to; empty if it is not remembered or has no row
     */
    record Upsert(
            RowState after,
            long version,
            Map<String, Value> columns,
            Map<String, BoundLookup> lookups,
            OptionalLong basedOn,
            Set<String> changed)
            implements Step {}

    /** A version without a row. */
    record Remove(RowState after, long version) implements Step {}
}
