package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;

/**
 * One column of a table.
 *
 * @param ordinal its place in stored rows; never used again for another column
 * @param creatable whether a create may set it; a value given for a column that may not be set is ignored
 * @param updatable the same for an update
 */
public record Column(
        int ordinal,
        UUID metadataId,
        String logicalName,
        String schemaName,
        String label,
        ColumnType type,
        String requiredLevel,
        boolean creatable,
        boolean updatable,
        boolean custom,
        boolean primaryName) {

    /** The same column with other options or limits; stored values stay. */
    public Column withType(ColumnType changed) {
        return new Column(
                ordinal,
                metadataId,
                logicalName,
                schemaName,
                label,
                changed,
                requiredLevel,
                creatable,
                updatable,
                custom,
                primaryName);
    }

    /** Columns are keys of many maps, and the ordinal is enough to tell those of one table apart. */
    @Override
    public int hashCode() {
        return ordinal;
    }

    /** The same column at another place of its table's rows. */
    Column at(int newOrdinal) {
        return new Column(
                newOrdinal,
                metadataId,
                logicalName,
                schemaName,
                label,
                type,
                requiredLevel,
                creatable,
                updatable,
                custom,
                primaryName);
    }

    /** The name under which values are read and filtered: {@code _x_value} for lookups. */
    @JsonIgnore
    public String wireName() {
        return type instanceof ColumnType.Lookup ? "_" + logicalName + "_value" : logicalName;
    }
}
