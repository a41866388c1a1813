package org.dataferry.transform.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.option.OptionTables;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.dataferry.transform.mapping.type.DeclaredType;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchema;
import org.dataferry.transform.mapping.type.TargetSchemas;

/** A folder with mapping files, and the two ends, written in short. */
final class MappingBench {

    private static final Pattern COLUMN = Pattern.compile("\\*?(?<name>.+) (?<type>[A-Z_]+)(?:\\((?<length>\\d+)\\))?");

    private final Path folder;
    private final Map<String, SourceSchema> sources = new LinkedHashMap<>();
    private final Map<String, TargetSchema> targets = new LinkedHashMap<>();

    MappingBench(Path folder) {
        this.folder = folder;
    }

    /**
     * Columns as {@code "name TYPE"}, a {@code char(n)} as {@code "name TEXT(n)"}; those that begin with {@code *} are the
     * primary key.
     */
    static SourceSchema table(String qualified, String... columns) {
        List<SourceColumn> parsed = Arrays.stream(columns)
                .map(COLUMN::matcher)
                .filter(Matcher::matches)
                .map(column -> new SourceColumn(
                        column.group("name"),
                        SourceType.valueOf(column.group("type")),
                        true,
                        column.group("length") == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(column.group("length")))))
                .toList();
        List<String> key = Arrays.stream(columns)
                .filter(column -> column.startsWith("*"))
                .map(column -> column.substring(1, column.indexOf(' ')))
                .toList();
        return SourceSchema.of(SourceTable.parse("erp", qualified), parsed, key);
    }

    /** Columns as {@code "name type"}, choices as {@code "name choice:1,2"}, lookups as {@code "name lookup:account,contact"}, with {@code required} or {@code readonly} after it. */
    static TargetSchema entity(String entity, String... columns) {
        List<TargetColumn> parsed = Arrays.stream(columns)
                .map(column -> column.split(" "))
                .map(parts -> {
                    boolean readOnly = parts.length > 2 && parts[2].equals("readonly");
                    boolean required = parts.length > 2 && parts[2].equals("required");
                    return new TargetColumn(parts[0], type(parts[1]), !readOnly, !readOnly, required);
                })
                .toList();
        return TargetSchema.of(entity, parsed);
    }

    private static TargetColumnType type(String text) {
        if (text.startsWith("lookup:")) {
            return new TargetColumnType.Lookup(
                    List.of(text.substring("lookup:".length()).split(",")));
        }
        if (text.startsWith("choice:")) {
            SortedMap<Integer, String> options = new TreeMap<>();
            for (String number : text.substring("choice:".length()).split(",")) {
                options.put(Integer.valueOf(number), "option " + number);
            }
            return new TargetColumnType.Choice(options);
        }
        return DeclaredType.parse(text).or(() -> DeclaredType.parseFile(text)).orElseThrow();
    }

    MappingBench source(String qualified, String... columns) {
        sources.put(qualified, table(qualified, columns));
        return this;
    }

    MappingBench target(String entity, String... columns) {
        return target(entity(entity, columns));
    }

    MappingBench target(TargetSchema schema) {
        targets.put(schema.entity(), schema);
        return this;
    }

    MappingBench file(String name, String yaml) {
        try {
            Files.writeString(Files.createDirectories(folder).resolve(name), yaml);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** An option table under its whole header. */
    MappingBench options(String name, String... lines) {
        return csv(
                name,
                "source_table,source_column,target_table,target_column,source_text,target_value,target_label\n"
                        + String.join("\n", lines) + "\n");
    }

    MappingBench csv(String name, String text) {
        try {
            Files.writeString(
                    Files.createDirectories(folder.resolve("reference")).resolve(name), text);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    OptionTable optionTable() {
        return OptionTables.read(folder.resolve("reference"));
    }

    List<MappingFile> files() {
        return MappingFiles.read(folder);
    }

    Mappings compile() {
        return MappingCompiler.compile(
                files(),
                optionTable(),
                new SourceSchemas(List.copyOf(sources.values())),
                new TargetSchemas(List.copyOf(targets.values())));
    }

    /** The problems of the files as the developer reads them. */
    List<String> problems() {
        try {
            compile();
            return List.of();
        } catch (MappingException wrong) {
            return wrong.problems().stream().map(MappingProblem::toString).toList();
        }
    }

    MappingResult map(SourceRow row) {
        return compile().all().getFirst().map(row);
    }

    /** Column, value, column, value. */
    static SourceRow row(Object... columnsAndValues) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            columns.put((String) columnsAndValues[i], (Value) columnsAndValues[i + 1]);
        }
        return new SourceRow(columns);
    }
}
