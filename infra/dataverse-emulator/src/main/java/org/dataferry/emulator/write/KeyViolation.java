package org.dataferry.emulator.write;

import java.util.stream.Collectors;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;

/** The refusal of a row whose alternate key another row has. Its annotation names the columns and values, never the other row. */
final class KeyViolation {
    private KeyViolation() {}

    static Refusal of(Table table, AlternateKey key, Row row) {
        String labels = key.columns().stream().map(name -> label(table, name)).collect(Collectors.joining(", "));
        String attributes = key.columns().stream()
                .map(name -> "<" + name + ">" + escaped(table, name, row) + "</" + name + ">")
                .collect(Collectors.joining());
        return new Refusal(
                        412,
                        "0x80060892",
                        "Entity Key " + key.label().text() + " violated. A record with the same value for " + labels
                                + " already exists. A duplicate record cannot be created. Select one or more unique"
                                + " values and try again.")
                .withDetail("DuplicateAttributes", "<DuplicateAttributes>" + attributes + "</DuplicateAttributes>");
    }

    private static String label(Table table, String name) {
        Column column = table.column(name);
        return column == null ? name : column.label().text();
    }

    private static String escaped(Table table, String name, Row row) {
        Column column = table.column(name);
        Object value = column == null ? null : row.get(column);
        String text = value instanceof Reference reference ? reference.id().toString() : String.valueOf(value);
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
