package org.dataferry.schemas.envelope;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;

/**
 * Reads the key columns of a row as {@link EnvelopeReader} reads the row itself: a component of the key equals the value
 * that the row has in that column, so a lookup that names a row by another row's column finds it.
 *
 * <p>That holds for {@code char(n)} too: its padding stays, in the key as in the row.
 */
public final class KeyReader {

    private final RowReader rows = new RowReader();

    /**
     * @param key a record of just the key's columns
     * @param columns the names of the key's columns, in the key's order
     */
    public SourceKey read(GenericRecord key, List<String> columns) {
        SourceRow row = rows.read(key, Set.of(), Map.of());
        if (!row.columns().keySet().equals(new HashSet<>(columns))) {
            throw new SchemasException("a key has the columns " + row.columns().keySet() + ", expected " + columns);
        }
        return new SourceKey(columns.stream().map(row::get).toList());
    }
}
