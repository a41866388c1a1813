package org.dataferry.schemas.key;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dataferry.schemas.SchemasException;

/**
 * How people and files name the tables of a migration: {@code schema.table}, and where it has several sources, {@code
 * source/schema.table}. A table without schema is in {@code public}.
 *
 * @param sources the migration's names for them, the first one first
 */
public record TableNames(List<String> sources) {

    /** What a source can be called. */
    public static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    private static final char AFTER_SOURCE = '/';
    private static final String NO_SOURCE = "-";

    /** A name of a table as it is written. */
    private record Written(Optional<String> source, String table) {

        /** A slash behind a dot is part of a table's own name. */
        static Written of(String text) {
            int slash = text.indexOf(AFTER_SOURCE);
            return slash > 0 && SOURCE.matcher(text.substring(0, slash)).matches()
                    ? new Written(Optional.of(text.substring(0, slash)), text.substring(slash + 1))
                    : new Written(Optional.empty(), text);
        }
    }

    public TableNames {
        sources = List.copyOf(sources);
        if (sources.isEmpty() || new HashSet<>(sources).size() < sources.size()) {
            throw new SchemasException("a migration has one source or several of different names; got " + sources);
        }
    }

    /** Of a migration with one source. */
    public static TableNames of(String source) {
        return new TableNames(List.of(source));
    }

    public boolean isSeveral() {
        return sources.size() > 1;
    }

    /**
     * @throws SchemasException if it does not say of which source, or names one that there is not; the message says what would
     *     be right
     */
    public SourceTable parse(String text) {
        Written written = Written.of(text);
        String source = written.source().orElse("");
        if (!isSeveral()) {
            if (!source.isEmpty()) {
                throw new SchemasException("'" + text + "' names a source, and the migration has one only: write "
                        + SourceTable.parse(sources.getFirst(), written.table()).qualified());
            }
            return SourceTable.parse(sources.getFirst(), text);
        }
        if (source.isEmpty()) {
            throw new SchemasException(
                    "'" + text + "' does not say of which source: write one of " + String.join(", ", sources)
                            + " before it, as in " + sources.getFirst() + AFTER_SOURCE
                            + SourceTable.parse(NO_SOURCE, text).qualified());
        }
        if (!sources.contains(source)) {
            throw new SchemasException("'" + text + "' names a source '" + source + "', and the migration has "
                    + String.join(", ", sources));
        }
        return SourceTable.parse(source, written.table());
    }

    /** As {@link #parse} reads it, with its schema. */
    public String text(SourceTable table) {
        return isSeveral() ? withSource(table) : table.qualified();
    }

    /** As above, whether there are several or not. */
    static String withSource(SourceTable table) {
        return table.source() + AFTER_SOURCE + table.qualified();
    }

    /** All that files can call it, with its schema: one of them, as the migration has one source or several. */
    public static List<String> possible(SourceTable table) {
        return List.of(table.qualified(), withSource(table));
    }

    /** Whether a name says of which source the table is, as all do where there are several. */
    public static boolean saysSource(String text) {
        return Written.of(text).source().isPresent();
    }

    /** The same name with its schema, also where that was left out; the source stays as it was written, or not. */
    public static String withSchema(String text) {
        Written written = Written.of(text);
        String qualified = SourceTable.parse(NO_SOURCE, written.table()).qualified();
        return written.source().map(source -> source + AFTER_SOURCE).orElse("") + qualified;
    }
}
