package org.dataferry.capture.dump;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.DumpSettings;
import org.dataferry.schemas.settings.DumpTableSettings;
import org.dataferry.schemas.settings.SettingsException;

/**
 * A table of a source that gives dumps.
 *
 * @param pattern of the names of its files
 * @param key the columns that tell its rows apart, in the order that they have in a key
 * @param csv how its text files are written
 * @param declared types of columns
 * @param deletedPercent of the last dump's rows, beyond which a dump without them waits
 */
public record DumpTable(
        TableName name, String pattern, List<String> key, Csv csv, Map<String, DumpType> declared, int deletedPercent) {

    /**
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
        public Csv {
            columns = List.copyOf(columns);
        }
    }

    public DumpTable {
        key = List.copyOf(key);
        declared = Map.copyOf(declared);
        for (String column : key) {
            DumpType type = declared.get(column);
            if (type != null && !canBeKey(type)) {
                throw new SettingsException("source.dumps.tables." + name + ".types." + column + " is " + type.text()
                        + ", and a column of the key is text, whole, uuid or date: two texts that mean the same would be"
                        + " two rows");
            }
        }
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
        return new DumpTable(
                TableName.parse(name),
                settings.file(),
                settings.key(),
                new Csv(
                        settings.delimiter().charAt(0),
                        settings.quote().charAt(0),
                        settings.escape().charAt(0),
                        settings.charset(),
                        settings.header(),
                        settings.columns(),
                        settings.nullText()),
                declared,
                settings.deletedPercent() == null ? deletedPercent : settings.deletedPercent());
    }

    /** Whether two texts of the type are equal wherever their values are, once they are in one form. */
    static boolean canBeKey(DumpType type) {
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
