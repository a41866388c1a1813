package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which rows of a table are in question: a condition in PostgreSQL's SQL over columns of that table alone. PostgreSQL itself
 * has said that it understands it.
 *
 * @param text the condition; empty for all rows
 * @param columns those that it reads
 */
public record RowCondition(String text, Set<String> columns) {

    public static final RowCondition ALL = new RowCondition("", Set.of());

    /** With these a query begins; without one no other table can be read. */
    private static final Set<String> QUERIES = Set.of("SELECT", "TABLE", "VALUES");

    /** Values of these types are told as texts that PostgreSQL reads back as the same value. */
    private static final Set<CanonicalType> COMPARABLE = EnumSet.of(
            CanonicalType.BOOLEAN,
            CanonicalType.INT16,
            CanonicalType.INT32,
            CanonicalType.INT64,
            CanonicalType.FLOAT32,
            CanonicalType.FLOAT64,
            CanonicalType.DECIMAL,
            CanonicalType.DATE,
            CanonicalType.TIME,
            CanonicalType.TIMESTAMP,
            CanonicalType.INSTANT,
            CanonicalType.UUID_VALUE,
            CanonicalType.JSON,
            CanonicalType.ENUM,
            CanonicalType.TEXT);

    public RowCondition {
        columns = Set.copyOf(columns);
    }

    public boolean isAll() {
        return text.isEmpty();
    }

    /** For a WHERE, on lines of its own; {@code true} for all rows. */
    public String sql() {
        return isAll() ? "true" : "(\n" + text + "\n)";
    }

    /**
     * Asks the source.
     *
     * @throws SourceException if the condition is more than one, reads anything but columns of the table that can be compared,
     *     or PostgreSQL does not understand it
     */
    public static RowCondition check(SourceAddress address, SourceTable table, String text) {
        if (text.isBlank()) {
            return ALL;
        }
        requireOneCondition(text);
        List<String> usable = table.columns().stream()
                .filter(column -> !column.generated() && COMPARABLE.contains(column.type()))
                .map(SourceColumn::name)
                .toList();
        try (Connection source = address.forCatalogue()) {
            explain(source, table, usable, text);
            Set<String> read = new TreeSet<>();
            for (String column : usable) {
                if (!isUnderstoodWithout(source, table, usable, column, text)) {
                    read.add(column);
                }
            }
            if (read.isEmpty()) {
                throw refused(text, "reads no column of " + table.name());
            }
            return new RowCondition(text.strip(), read);
        } catch (SQLException failed) {
            throw new SourceException(
                    "the condition '" + text + "' cannot be used for " + table.name() + ": " + failed.getMessage()
                            + ". It may read these columns: " + String.join(", ", usable),
                    failed);
        }
    }

    private static boolean isUnderstoodWithout(
            Connection source, SourceTable table, List<String> usable, String column, String text) {
        List<String> others = new ArrayList<>(usable);
        others.remove(column);
        try {
            explain(source, table, others, text);
            return true;
        } catch (SQLException missesIt) {
            return false;
        }
    }

    /** The columns alone, so that neither hidden ones nor those that are not captured can be read. */
    private static void explain(Connection source, SourceTable table, List<String> columns, String text)
            throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.execute("EXPLAIN SELECT FROM (SELECT "
                    + columns.stream().map(RowCondition::quoted).collect(Collectors.joining(", ")) + " FROM "
                    + quoted(table.name().schema()) + "." + quoted(table.name().table()) + ") AS "
                    + quoted(table.name().table()) + " WHERE (\n" + text + "\n)");
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Outside of quotes: no end of the statement, no comment that hides what follows, no query, and parentheses in pairs. */
    private static void requireOneCondition(String text) {
        int depth = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at = endOfQuoted(text, at);
            } else if (Character.isLetter(c) || c == '_') {
                int end = endOfWord(text, at);
                if (QUERIES.contains(text.substring(at, end).toUpperCase(Locale.ROOT))) {
                    throw refused(text, "has a query in it; it may only compare columns of the table");
                }
                at = end;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth < 0) {
                    throw refused(text, "closes a parenthesis that it has not opened");
                }
                requireHarmless(text, at);
                at++;
            }
        }
        if (depth > 0) {
            throw refused(text, "opens a parenthesis that it does not close");
        }
    }

    private static void requireHarmless(String text, int at) {
        char c = text.charAt(at);
        if (c == ';' || c == '$') {
            throw refused(text, "has a " + c + " in it; it is one condition, with texts in single quotes");
        }
        if (c == '?') {
            throw refused(text, "has a ? in it; write jsonb_exists(column, 'key') instead");
        }
        if (text.startsWith("--", at) || text.startsWith("/*", at)) {
            throw refused(text, "has a comment in it");
        }
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** A doubled quote is two quoted pieces side by side, which comes to the same. */
    private static int endOfQuoted(String text, int from) {
        char quote = text.charAt(from);
        boolean escapes = quote == '\'' && from > 0 && Character.toUpperCase(text.charAt(from - 1)) == 'E';
        for (int at = from + 1; at < text.length(); at++) {
            if (escapes && text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == quote) {
                return at + 1;
            }
        }
        throw refused(text, "opens a quote that it does not close");
    }

    private static SourceException refused(String text, String why) {
        return new SourceException("the condition '" + text + "' " + why);
    }
}
