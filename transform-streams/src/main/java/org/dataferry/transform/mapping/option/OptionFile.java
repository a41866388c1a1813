package org.dataferry.transform.mapping.option;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.option.OptionEntry.OptionSource;
import org.dataferry.transform.mapping.option.OptionEntry.OptionTarget;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.dataferry.transform.mapping.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Reads one option table: comma-separated, with a header, as RFC 4180 says. */
final class OptionFile {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,10}");

    /** Which programs write before UTF-8 text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String name;
    private final Problems problems;

    /** @param name with its folder, for messages */
    OptionFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The lines that are right; what is wrong with the others is a problem. */
    List<OptionEntry> read(String text) {
        List<OptionEntry> entries = new ArrayList<>();
        String csv = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        long line = 0;
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(csv)) {
            Optional<List<OptionColumn>> header = Optional.empty();
            for (CsvRecord record : records) {
                if (line == 0) {
                    header = header(record);
                    if (header.isEmpty()) {
                        return List.of();
                    }
                } else {
                    header.flatMap(columns -> entry(columns, record)).ifPresent(entries::add);
                }
                line = record.getStartingLineNumber();
            }
        } catch (CsvParseException malformed) {
            problem(line + 1, "", "this is no CSV: " + malformed.getMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory is read without a file", impossible);
        }
        if (line == 0) {
            problem(0, "", "the file is empty; it begins with the header " + OptionColumn.HEADER);
        }
        return entries;
    }

    private Optional<List<OptionColumn>> header(CsvRecord record) {
        List<OptionColumn> columns = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (OptionColumn column : OptionColumn.values()) {
            known.add(column.header());
        }
        for (String field : record.getFields()) {
            Optional<OptionColumn> column = OptionColumn.of(field.strip());
            if (column.isEmpty() || columns.contains(column.get())) {
                problem(
                        record.getStartingLineNumber(),
                        "",
                        "the header has '" + field + "'"
                                + (column.isEmpty() ? new NearestNames(known).hint(field.strip()) : " twice")
                                + "; an option table begins with " + OptionColumn.HEADER
                                + ", with commas between them; the label may be left out");
                return Optional.empty();
            }
            columns.add(column.get());
        }
        for (OptionColumn column : OptionColumn.values()) {
            if (!columns.contains(column) && !column.isOptional()) {
                problem(
                        record.getStartingLineNumber(),
                        column.header(),
                        "the header lacks this column; an option table begins with " + OptionColumn.HEADER);
                return Optional.empty();
            }
        }
        return Optional.of(columns);
    }

    private Optional<OptionEntry> entry(List<OptionColumn> header, CsvRecord record) {
        int line = (int) record.getStartingLineNumber();
        if (record.getFieldCount() > header.size()) {
            problem(
                    line,
                    "",
                    record.getFieldCount() + " fields, and the header has " + header.size()
                            + "; a field with a comma in it stands in quotes: \"a, b\"");
            return Optional.empty();
        }
        Map<OptionColumn, String> fields = new EnumMap<>(OptionColumn.class);
        for (int i = 0; i < record.getFieldCount(); i++) {
            fields.put(header.get(i), record.getField(i).strip());
        }
        for (OptionColumn column : OptionColumn.values()) {
            if (!column.isOptional() && fields.getOrDefault(column, "").isEmpty()) {
                problem(line, column.header(), "this is empty" + hint(column));
                return Optional.empty();
            }
        }
        return entry(line, fields);
    }

    private Optional<OptionEntry> entry(int line, Map<OptionColumn, String> fields) {
        String number = fields.getOrDefault(OptionColumn.TARGET_VALUE, "");
        Optional<Integer> value = number(number);
        if (value.isEmpty()) {
            problem(
                    line,
                    OptionColumn.TARGET_VALUE.header(),
                    "'" + number + "' is not the number of an option, such as 1 or 100000000");
            return Optional.empty();
        }
        return Optional.of(new OptionEntry(
                name,
                line,
                new OptionSource(
                        TableNames.withSchema(fields.getOrDefault(OptionColumn.SOURCE_TABLE, "")),
                        fields.getOrDefault(OptionColumn.SOURCE_COLUMN, "")),
                new OptionTarget(
                        fields.getOrDefault(OptionColumn.TARGET_TABLE, ""),
                        fields.getOrDefault(OptionColumn.TARGET_COLUMN, "")),
                fields.getOrDefault(OptionColumn.SOURCE_TEXT, ""),
                value.get(),
                label(fields)));
    }

    private static @Nullable String label(Map<OptionColumn, String> fields) {
        String label = fields.getOrDefault(OptionColumn.TARGET_LABEL, "");
        return label.isEmpty() ? null : label;
    }

    private static String hint(OptionColumn column) {
        return column == OptionColumn.SOURCE_TEXT
                ? "; an empty text of the source is null in Dataverse, and needs no line"
                : "; each line has all columns but the label";
    }

    private static Optional<Integer> number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number == (int) number ? Optional.of((int) number) : Optional.empty();
    }

    private void problem(long line, String field, String message) {
        problems.add(new MappingProblem(name, (int) line, field, message));
    }
}
