package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param ordinal its place in stored rows; never used again for another column
 * @param description absent in folders of earlier versions
 * @param creatable whether a create may set it; a value given for a column that may not be set is ignored
 * @param updatable the same for an update
 */
public record Column(
        int ordinal,
        UUID metadataId,
        String logicalName,
        String schemaName,
        Label label,
        @Nullable Label description,
        ColumnType type,
        String requiredLevel,
        boolean creatable,
        boolean updatable,
        boolean custom,
        boolean primaryName) {
    public Column {
        description = description == null ? Label.NONE : description;
    }

    @Override
    public Label description() {
        return Objects.requireNonNull(description);
    }

    /** The same column with other options or limits; stored values stay. */
    public Column withType(ColumnType changed) {
        return with(ordinal, label, description(), changed, requiredLevel);
    }

    /** The same column as another definition of it describes it; stored values stay. */
    public Column describedAs(Label newLabel, Label newDescription, ColumnType changed, String newRequiredLevel) {
        return with(ordinal, newLabel, newDescription, changed, newRequiredLevel);
    }

    /** Columns are keys of many maps, and the ordinal is enough to tell those of one table apart. */
    @Override
    public int hashCode() {
        return ordinal;
    }

    /** The same column at another place of its table's rows. */
    Column at(int newOrdinal) {
        return with(newOrdinal, label, description(), type, requiredLevel);
    }

    /** The name under which values are read and filtered: {@code _x_value} for lookups. */
    @JsonIgnore
    public String wireName() {
        return type instanceof ColumnType.Lookup ? "_" + logicalName + "_value" : logicalName;
    }

    private Column with(
            int newOrdinal, Label newLabel, Label newDescription, ColumnType newType, String newRequiredLevel) {
        return new Column(
                newOrdinal,
                metadataId,
                logicalName,
                schemaName,
                newLabel,
                newDescription,
                newType,
                newRequiredLevel,
                creatable,
                updatable,
                custom,
                primaryName);
    }
}
