package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.convert.Converted;
import org.dataferry.transform.mapping.convert.KeyConversion;

/**
 * Names the row that a mapping makes of a source row, by that row's primary key.
 *
 * @param key in the order of the primary key of the table
 */
record Parent(String entity, SourceTable table, String discriminator, List<Component> key) {

    Parent {
        key = List.copyOf(key);
    }

    /** @param column of the naming row */
    record Component(String column, KeyConversion conversion) {}

    /** As a foreign key of several columns does in PostgreSQL, one that is null anywhere names nothing. */
    NamedRow name(SourceRow row) {
        boolean known = true;
        for (Component component : key) {
            switch (row.get(component.column())) {
                case Value.Null nothing -> {
                    return new NamedRow.None();
                }
                case Value.Absent unknown -> known = false;
                case Value present -> {}
            }
        }
        return known ? named(row) : new NamedRow.Unknown();
    }

    private NamedRow named(SourceRow row) {
        List<Value> components = new ArrayList<>(key.size());
        for (Component component : key) {
            switch (component.conversion().convert(row.get(component.column()))) {
                case Converted.Taken(Value value) -> components.add(value);
                case Converted.Refused(var reason, String detail) -> {
                    return new NamedRow.Refused(reason, "source column " + component.column() + ": " + detail);
                }
            }
        }
        return new NamedRow.Row(new RowId.OfSource(entity, table, new SourceKey(components), discriminator));
    }
}
