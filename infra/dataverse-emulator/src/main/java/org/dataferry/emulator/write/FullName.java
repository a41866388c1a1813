package org.dataferry.emulator.write;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;

/** The computed name of people: first, middle and last name. */
final class FullName {
    private FullName() {}

    static void set(Table table, Row row) {
        Column fullName = table.column("fullname");
        if (fullName == null || fullName.custom()) {
            return;
        }
        String name = List.of("firstname", "middlename", "lastname").stream()
                .map(table::column)
                .filter(Objects::nonNull)
                .map(row::get)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        row.set(fullName, name.isEmpty() ? null : name);
    }
}
