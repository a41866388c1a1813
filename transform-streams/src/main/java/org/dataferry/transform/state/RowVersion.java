package org.dataferry.transform.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.LookupTarget;

/** A version of a row, and as far as it is remembered what the row looked like in it. */
public sealed interface RowVersion {

    long number();

    /**
     * The row with these columns and lookups.
     *
     * @param lookups as the target has them with this version; one that was left out first is not in it
     */
    record Image(long number, Map<String, Value> columns, Map<String, LookupTarget> lookups) implements RowVersion {
        public Image {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
        }
    }

    /**
     * There is no row.
     *
     * @param refusals how often the target refused that before, as others still named the row
     */
    record Removed(long number, int refusals) implements RowVersion {}

    /** Too many versions were on their way at once; what this one looked like is not remembered. */
    record Forgotten(long number) implements RowVersion {}
}
