package org.dataferry.capture.dump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.DumpSettings;
import org.dataferry.schemas.settings.DumpTableSettings;
import org.dataferry.schemas.settings.JdbcTableSettings;
import org.dataferry.schemas.settings.SettingsException;

/**
 * A table of a source that gives dumps.
 *
 * @param origin where they come from
 * @param key the columns that tell its rows apart, in the order that they have in a key
 * @param declared types of columns
 * @param deletedPercent of the last dump's rows, beyond which a dump without them waits
 */
public record DumpTable(
        TableName name, Origin origin, List<String> key, Map<String, DumpType> declared, int deletedPercent) {

    /** Where the dumps of a table come from. */
    public sealed interface Origin {}

    /**
     * Files in the watched folder.
     *
     * @param pattern of their names
     * @param csv how those are written that are texts
     */
    public record InFiles(String pattern, Csv csv) implements Origin {}

    /**
     * A database that is read by JDBC.
     *
     * @param table its name there, as the settings have it
     * @param query what is read instead of a table
     * @param every how long after a reading the next one begins; empty to read only when somebody asks
     */
    public record InDatabase(String table, Optional<String> query, Optional<Duration> every) implements Origin {}

    /**
     * How a delimited text is written.
     *
     * @param header whether the first record names the columns
     * @param columns their names where no header does
     * @param nullText what an unquoted field without a value says
     */
    public record Csv(
            char delimiter,
            char quote,
            char escape,
            Charset encoding,
            boolean header,
            List<String> columns,
            String nullText) {

        /** As a file is written of which nothing is said. */
        public static final Csv USUAL = new Csv(',', '"', '"', StandardCharsets.UTF_8, true, List.of(), "");

        public Csv {
            columns = List.copyOf(columns);
        }
    }

    public DumpTable {
        key = List.copyOf(key);
        declared = Map.copyOf(declared);
    }

    /**
     * @param deletedPercent of the tables that say nothing else
     * @throws SettingsException if a type is none; it names the setting
     */
    public static List<DumpTable> of(DumpSettings settings, int deletedPercent) {
        List<DumpTable> tables = new ArrayList<>();
        settings.tables().forEach((name, table) -> tables.add(of(name, table, deletedPercent)));
        return List.copyOf(tables);
    }

    private static DumpTable of(String name, DumpTableSettings settings, int deletedPercent) {
        Map<String, DumpType> declared = new LinkedHashMap<>();
        settings.types().forEach((column, type) -> {
            try {
                declared.put(column, DumpTypes.parse(type));
            } catch (IllegalArgumentException unknown) {
                throw new SettingsException(
                        "source.dumps.tables." + name + ".types." + column + ": " + unknown.getMessage(), unknown);
            }
        });
        for (String column : settings.key()) {
            DumpType type = declared.get(column);
            if (type != null && !canBeKey(type)) {
                throw new SettingsException("source.dumps.tables." + name + ".types." + column + " is " + type.text()
                        + ", and a column of the key is text, whole, uuid or date: two texts that mean the same would be"
                        + " two rows");
            }
        }
        TableName table = TableName.parse(name);
        return new DumpTable(
                table,
                settings.jdbc() == null ? files(settings) : database(name, settings.jdbc()),
                settings.key(),
                declared,
                settings.deletedPercent() == null ? deletedPercent : settings.deletedPercent());
    }

    private static InFiles files(DumpTableSettings settings) {
        return new InFiles(
                Objects.requireNonNull(settings.file(), "a table without jdbc has files"),
                new Csv(
                        settings.delimiter().charAt(0),
                        settings.quote().charAt(0),
                        settings.escape().charAt(0),
                        settings.charset(),
                        settings.header(),
                        settings.columns(),
                        settings.nullText()));
    }

    private static InDatabase database(String name, JdbcTableSettings settings) {
        return new InDatabase(
                settings.table() == null ? name : settings.table(),
                Optional.ofNullable(settings.query()).map(query -> query.strip().replaceFirst(";$", "")),
                Optional.ofNullable(settings.every()));
    }

    /** How its text files are written; also a table that is read by JDBC can be given one. */
    public Csv csv() {
        return switch (origin) {
            case InFiles files -> files.csv();
            case InDatabase database -> Csv.USUAL;
        };
    }

    /** Whether two texts of the type are equal wherever their values are, once they are in one form. */
    public static boolean canBeKey(DumpType type) {
        return switch (type) {
            case DumpType.Text text -> true;
            case DumpType.Whole whole -> true;
            case DumpType.Guid guid -> true;
            case DumpType.Day day -> day.pattern().isEmpty();
            case DumpType.Decimal decimal -> false;
            case DumpType.Floating floating -> false;
            case DumpType.Bool bool -> false;
            case DumpType.LocalMoment local -> false;
            case DumpType.Moment moment -> false;
            case DumpType.TimeOfDay time -> false;
        };
    }
}
