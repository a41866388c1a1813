package org.dataferry.transform.mapping.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.SourceTable;

/** The tables of a migration's source. */
public record SourceSchemas(List<SourceSchema> all) {

    private static final String ANY_SOURCE = "-";

    public SourceSchemas {
        all = List.copyOf(all);
    }

    /** The table named {@code schema.table}; one without schema is in {@code public}. */
    public Optional<SourceSchema> find(String qualified) {
        String wanted = qualified(qualified);
        return all.stream()
                .filter(schema -> schema.table().qualified().equals(wanted))
                .findFirst();
    }

    /** The name as {@code schema.table}, also where the schema was left out. */
    public static String qualified(String name) {
        return SourceTable.parse(ANY_SOURCE, name).qualified();
    }

    /** All tables as {@code schema.table}. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        all.forEach(schema -> names.add(schema.table().qualified()));
        return names;
    }
}
