package org.dataferry.transform.mapping.cel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.dataferry.transform.mapping.type.SourceSchema;

/**
 * The names by which expressions know the columns of a table.
 *
 * <p>A column keeps its name where CEL allows it. Else each character that CEL does not allow becomes {@code _}, a
 * leading digit gets {@code _} before it, and a word that CEL keeps for itself ({@code in}, {@code type}, {@code null})
 * gets {@code _} after it. A name that is taken already gets {@code _2}, {@code _3} and so on, in the order of the table.
 */
public final class ColumnNames {

    private static final Set<String> KEPT_BY_CEL = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while",
            "bool",
            "bytes",
            "double",
            "dyn",
            "int",
            "list",
            "map",
            "null_type",
            "string",
            "type",
            "uint",
            "google");

    private final Map<String, String> columns;
    private final Map<String, String> names = new LinkedHashMap<>();

    public ColumnNames(SourceSchema schema) {
        Map<String, String> columnByName = new LinkedHashMap<>();
        // Names that need no change come first: an odd column never takes the name of a plain one.
        schema.columns().keySet().stream()
                .filter(column -> allowed(column).equals(column))
                .forEach(column -> columnByName.put(column, column));
        schema.columns().keySet().stream()
                .filter(column -> !allowed(column).equals(column))
                .forEach(column -> columnByName.put(free(allowed(column), columnByName), column));
        this.columns = Collections.unmodifiableMap(columnByName);
        columnByName.forEach((name, column) -> names.put(column, name));
    }

    /** The column of each name. */
    public Map<String, String> columns() {
        return columns;
    }

    /** The name of a column of the table. */
    public String of(String column) {
        return names.getOrDefault(column, column);
    }

    private static String free(String name, Map<String, String> taken) {
        String free = name;
        for (int next = 2; taken.containsKey(free); next++) {
            free = name + "_" + next;
        }
        return free;
    }

    private static String allowed(String column) {
        String name = column.replaceAll("[^A-Za-z0-9_]", "_");
        if (Character.isDigit(name.charAt(0))) {
            return "_" + name;
        }
        return KEPT_BY_CEL.contains(name) ? name + "_" : name;
    }
}
