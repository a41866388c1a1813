package org.dataferry.capture.dump.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.dataferry.capture.dump.DuckDb.identifier;
import static org.dataferry.capture.dump.DuckDb.literal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.source.SourceException;

/** Reads a file into one saved dump, all columns as texts. What DuckDB cannot take is told by it, line by line. */
final class Loading {

    private static final int BUFFER = 1 << 16;

    /** What stands for what cannot be decoded. */
    private static final char REPLACEMENT = '\uFFFD';

    private final DuckDb database;
    private final DumpTable table;
    private final Path work;

    Loading(DuckDb database, DumpTable table, Path work) {
        this.database = database;
        this.table = table;
        this.work = work;
    }

    /** The names of the columns, in the order of the file; none of an empty file. */
    List<String> header(Path file) {
        if (FileFacts.isParquet(file)) {
            List<String> names = new ArrayList<>();
            try {
                database.read("DESCRIBE SELECT * FROM " + DumpSql.parquet(file), row -> names.add(row.getString(1)));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return names;
        }
        if (!table.csv().header()) {
            return table.csv().columns();
        }
        try (Reader text = text(file)) {
            return CsvRecord.first(text, table.csv());
        } catch (IOException unreadable) {
            throw new SourceException("the dump " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Reads all rows into a file; {@code rejects} has the lines that are no rows.
     *
     * @param columns of the file, in its order
     * @param form the columns that the saved dump has; null in each row where the file has none of that name
     */
    void load(Path file, List<String> columns, DumpForm form, Path to) {
        DumpSql sql = DumpSql.of(form, table.key());
        String rows = FileFacts.isParquet(file) ? parquet(file, columns, form) : csv(decoded(file), columns, form);
        database.run(DumpSql.copy("SELECT *, " + sql.hash() + " AS h FROM (" + rows + ")", to));
    }

    private static String parquet(Path file, List<String> columns, DumpForm form) {
        return "SELECT "
                + form.columns().stream()
                        .map(column -> columns.contains(column.name())
                                ? "CAST(" + identifier(column.name()) + " AS VARCHAR)"
                                : "NULL::VARCHAR")
                        .map(new Numbered()::of)
                        .collect(Collectors.joining(", "))
                + " FROM " + DumpSql.parquet(file);
    }

    private String csv(Path file, List<String> columns, DumpForm form) {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            read.add("'f" + i + "': 'VARCHAR'");
        }
        DumpTable.Csv csv = table.csv();
        return "SELECT "
                + form.columns().stream()
                        .map(column -> field(columns.indexOf(column.name()), column.type()))
                        .map(new Numbered()::of)
                        .collect(Collectors.joining(", "))
                + " FROM read_csv(" + literal(file.toString()) + ", auto_detect = false, header = " + csv.header()
                + ", delim = " + literal(String.valueOf(csv.delimiter()))
                + ", quote = " + literal(String.valueOf(csv.quote()))
                + ", escape = " + literal(String.valueOf(csv.escape()))
                + ", nullstr = " + literal(csv.nullText()) + ", allow_quoted_nulls = false, strict_mode = true"
                + ", compression = " + (FileFacts.isPacked(file) ? "'gzip'" : "'none'")
                + ", store_rejects = true, rejects_table = 'rejects', rejects_scan = 'rejects_scan'"
                + ", columns = {" + String.join(", ", read) + "})";
    }

    /** One form for all that is the same: SQL Server writes capitals in a GUID. */
    private static String field(int position, DumpType type) {
        if (position < 0) {
            return "NULL::VARCHAR";
        }
        return type instanceof DumpType.Guid ? "lower(trim(f" + position + "))" : "f" + position;
    }

    private static final class Numbered {
        private int next;

        String of(String expression) {
            return expression + " AS c" + next++;
        }
    }

    /** DuckDB reads UTF-8; any other text is written anew. What cannot be decoded becomes a sign that {@code undecoded} counts. */
    private Path decoded(Path file) {
        if (table.csv().encoding().equals(UTF_8) || table.csv().encoding().equals(US_ASCII)) {
            return file;
        }
        Path written = work.resolve("text.csv");
        try (Reader text = text(file);
                Writer out = Files.newBufferedWriter(written)) {
            char[] buffer = new char[BUFFER];
            for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
                out.write(buffer, 0, read);
            }
            return written;
        } catch (IOException unreadable) {
            throw new SourceException("the dump " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Rows of a decoded text in which something could not be decoded. */
    long undecoded(DumpForm form, Path loaded) {
        if (table.csv().encoding().equals(UTF_8) || table.csv().encoding().equals(US_ASCII)) {
            return 0;
        }
        String condition = IntStream.range(0, form.columns().size())
                .mapToObj(i -> "contains(c" + i + ", '" + REPLACEMENT + "')")
                .collect(Collectors.joining(" OR "));
        return database.number("SELECT count(*) FROM " + DumpSql.parquet(loaded) + " WHERE " + condition);
    }

    private Reader text(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream unpacked = FileFacts.isPacked(file) ? new GZIPInputStream(bytes, BUFFER) : bytes;
            return new BufferedReader(
                    new InputStreamReader(
                            unpacked,
                            table.csv()
                                    .encoding()
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPLACE)
                                    .onUnmappableCharacter(CodingErrorAction.REPLACE)),
                    BUFFER);
        } catch (IOException broken) {
            bytes.close();
            throw broken;
        }
    }
}
