package org.dataferry.control.soak.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the application does to one row, by its columns. Values are as PostgreSQL shows them. */
public sealed interface RowChange {

    String table();

    /** @param values of all columns */
    record Insert(String table, Map<String, @Nullable String> values) implements RowChange {
        public Insert {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** @param values of the columns that change, which those of the key may be among */
    record Update(String table, Map<String, String> key, Map<String, @Nullable String> values) implements RowChange {
        public Update {
            key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    record Delete(String table, Map<String, String> key) implements RowChange {
        public Delete {
            key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        }
    }

    default String sql() {
        return switch (this) {
            case Insert(String table, var values) ->
                "INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES ("
                        + values.values().stream().map(RowChange::literal).collect(Collectors.joining(", ")) + ")";
            case Update(String table, var key, var values) ->
                "UPDATE " + table + " SET "
                        + values.entrySet().stream()
                                .map(value -> value.getKey() + " = " + literal(value.getValue()))
                                .collect(Collectors.joining(", "))
                        + where(key);
            case Delete(String table, var key) -> "DELETE FROM " + table + where(key);
        };
    }

    private static String where(Map<String, String> key) {
        return key.entrySet().stream()
                .map(part -> part.getKey() + " = " + literal(part.getValue()))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    /** PostgreSQL reads a quoted text as a value of the column's type. */
    private static String literal(@Nullable String value) {
        return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
    }
}
