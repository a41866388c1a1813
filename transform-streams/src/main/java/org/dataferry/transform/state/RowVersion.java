package org.dataferry.transform.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.value.Value;

/** A version of a row, and as far as it is remembered what the row looked like in it. */
public sealed interface RowVersion {

    long number();

    /** The row with these columns. */
    record Image(long number, Map<String, Value> columns) implements RowVersion {
        public Image {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** There is no row. */
    record Removed(long number) implements RowVersion {}

    /** Too many versions were on their way at once; what this one looked like is not remembered. */
    record Forgotten(long number) implements RowVersion {}
}
