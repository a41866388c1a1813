package org.dataferry.capture.dump.intake;

import static org.dataferry.capture.dump.DuckDb.literal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Letter;
import org.dataferry.capture.source.SourceException;

/**
 * The lines of a file that are no rows, as letters. Which rows they were meant to be is told by their keys, where those can be
 * read: such a row is not gone from the source, and stays as it was.
 *
 * @param lines how many there are
 * @param undecoded those with bytes that are no UTF-8
 * @param unclosed those with a quote that is never closed, which may have swallowed what follows
 * @param allKeysKnown whether the table {@code salvaged} has the keys of all of them
 * @param first the first reasons
 */
record Rejects(long lines, long undecoded, long unclosed, boolean allKeysKnown, List<String> first) {

    static final Rejects NONE = new Rejects(0, 0, 0, true, List.of());

    private static final int MOST_REASONS = 3;
    private static final int KEYS_AT_A_TIME = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    Rejects {
        first = List.copyOf(first);
    }

    /**
     * Reads {@code rejects}, makes {@code salvaged}, and writes letters.
     *
     * @param columns of the file, in its order
     */
    static Rejects read(DuckDb database, DumpTable table, List<String> columns, DumpSql sql, Path letters)
            throws InterruptedException {
        database.run("CREATE OR REPLACE TEMP TABLE salvaged ("
                + sql.key().stream().map(i -> "c" + i + " VARCHAR").collect(Collectors.joining(", ")) + ")");
        if (database.number("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'rejects'") == 0) {
            return NONE;
        }
        List<Integer> key = table.key().stream().map(columns::indexOf).toList();
        Found found = new Found();
        try (Writer out = Files.newBufferedWriter(letters, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            database.read(
                    "SELECT line, any_value(csv_line), string_agg(DISTINCT error_type, ', ' ORDER BY error_type),"
                            + " any_value(error_message) FROM rejects GROUP BY line ORDER BY line",
                    row -> {
                        String text = String.valueOf(row.getString(2)).replaceAll("^[\\r\\n]+|[\\r\\n]+$", "");
                        String types = row.getString(3);
                        String reason = types.toLowerCase(Locale.ROOT) + ": " + row.getString(4);
                        found.add(types, "line " + row.getLong(1) + ": " + reason);
                        found.salvage(types, CsvRecord.split(text, table.csv()), key, columns.size());
                        writeTo(out, new Letter(row.getLong(1), reason, text));
                    });
        } catch (IOException failed) {
            throw new SourceException(letters + " cannot be written: " + failed, failed);
        }
        found.insertInto(database);
        return new Rejects(found.lines, found.undecoded, found.unclosed, found.allKeysKnown, found.first);
    }

    /**
     * Adds letters about rows that were read.
     *
     * @param rows from which they are selected
     */
    static void writeRows(DuckDb database, DumpTable table, DumpSql sql, String rows, String reason, Path letters)
            throws InterruptedException {
        String delimiter = String.valueOf(table.csv().delimiter());
        try (Writer out = Files.newBufferedWriter(letters, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            database.read("SELECT " + sql.all("") + " FROM " + rows, row -> {
                String raw = DuckDb.texts(row, 1, sql.columns()).stream()
                        .map(text -> text == null ? "" : text)
                        .collect(Collectors.joining(delimiter));
                writeTo(out, new Letter(0, reason, raw));
            });
        } catch (IOException failed) {
            throw new SourceException(letters + " cannot be written: " + failed, failed);
        }
    }

    private static void writeTo(Writer out, Letter letter) {
        try {
            out.write(JSON.writeValueAsString(letter));
            out.write('\n');
        } catch (IOException failed) {
            throw new SourceException("the letters of a dump cannot be written: " + failed, failed);
        }
    }

    private static final class Found {
        private long lines;
        private long undecoded;
        private long unclosed;
        private boolean allKeysKnown = true;
        private final List<String> first = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();

        private void add(String types, String reason) {
            lines++;
            undecoded += types.contains("ENCODING") ? 1 : 0;
            unclosed += types.contains("UNQUOTED") ? 1 : 0;
            if (first.size() < MOST_REASONS) {
                first.add(reason);
            }
        }

        /** Fields before the fault stand where they should; a key within them is that of the row. */
        private void salvage(String types, List<String> fields, List<Integer> key, int columns) {
            int whole = Math.min(fields.size() < columns ? fields.size() - 1 : fields.size(), columns);
            if (types.contains("UNQUOTED")
                    || types.contains("ENCODING")
                    || key.stream().anyMatch(at -> at >= whole || fields.get(at).isEmpty())) {
                allKeysKnown = false;
            } else {
                keys.add(key.stream().map(at -> literal(fields.get(at))).collect(Collectors.joining(", ", "(", ")")));
            }
        }

        private void insertInto(DuckDb database) {
            for (int from = 0; from < keys.size(); from += KEYS_AT_A_TIME) {
                database.run("INSERT INTO salvaged VALUES "
                        + String.join(", ", keys.subList(from, Math.min(keys.size(), from + KEYS_AT_A_TIME))));
            }
        }
    }
}
