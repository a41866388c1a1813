package org.dataferry.control.soak.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of the source. Beside its key and what names other rows it has the columns of {@link #DATA}, as all tables do.
 * There are no foreign keys, so that a row may come before the rows that it names, and stay when they go.
 */
public record Table(String name, KeyKind key, List<Reference> references) {

    /** Name of the key, of which a key with two parts makes two columns. */
    public static final String KEY = "id";

    /** Its rows are those that filters leave out. */
    public static final int LEFT_OUT_KIND = 3;

    /** Longer notes are refused. */
    public static final int LONGEST_NOTE = 20;

    static final List<String> DATA = List.of(
            "name varchar(100) NOT NULL",
            "note varchar(60)",
            "amount numeric(12, 2)",
            "day date",
            "kind integer NOT NULL",
            "closed boolean NOT NULL");

    public Table {
        references = List.copyOf(references);
    }

    String ddl(Scenario scenario) {
        List<String> columns = new ArrayList<>(key.declarations(KEY));
        columns.addAll(DATA);
        for (Reference reference : references) {
            if (reference.isPolymorphic()) {
                columns.add(reference.whenColumn() + " varchar(1)");
            }
            for (int i = 0; i < reference.names().size(); i++) {
                KeyKind named = scenario.tableOf(reference.names().get(i)).key();
                columns.addAll(named.declarations(reference.column(i)));
            }
        }
        columns.add("PRIMARY KEY (" + String.join(", ", key.columns(KEY)) + ")");
        return "CREATE TABLE " + name + " (\n    " + String.join(",\n    ", columns) + "\n);\n";
    }
}
