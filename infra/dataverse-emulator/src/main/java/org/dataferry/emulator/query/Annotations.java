package org.dataferry.emulator.query;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** The texts of annotations: labels of options, names of looked-up rows. Numbers and dates are not formatted for a culture. */
public final class Annotations {
    private final RowReads reads;
    private final Table table;

    public Annotations(RowReads reads, Table table) {
        this.reads = reads;
        this.table = table;
    }

    public @Nullable String formatted(Column column, Object value) {
        return switch (column.type()) {
            case ColumnType.Choice choice -> label(choice.options(), value);
            case ColumnType.State state -> label(state.options(), value);
            case ColumnType.Status status -> label(status.options(), value);
            case ColumnType.YesNo flag ->
                value.equals(true) ? flag.trueLabel().text() : flag.falseLabel().text();
            case ColumnType.Lookup ignored -> name(reads, (Reference) value);
            case ColumnType.Text ignored -> null;
            case ColumnType.Memo ignored -> null;
            case ColumnType.UniqueIdentifier ignored -> null;
            case ColumnType.LinkEnd ignored -> null;
            case ColumnType.Image ignored -> null;
            case ColumnType.File ignored -> null;
            case ColumnType.MultiChoice choice -> labels(choice.options(), value.toString());
            default -> value.toString();
        };
    }

    @Nullable String navigation(Column column, Table target) {
        return reads.catalog().ofColumn(table, column).stream()
                .filter(relationship -> relationship.referencedTable().equals(target.logicalName()))
                .map(relationship -> relationship.navigation())
                .findFirst()
                .orElse(null);
    }

    /** The primary name of a row. */
    static @Nullable String name(RowReads reads, Reference reference) {
        Table target = reads.catalog().byNumber(reference.table());
        Column name = target == null ? null : target.primaryName();
        Row row = target == null ? null : reads.row(target, reference.id());
        Object text = row == null || name == null ? null : row.get(name);
        return text == null ? null : text.toString();
    }

    private static String labels(List<Option> options, String values) {
        return Stream.of(values.split(","))
                .map(value -> String.valueOf(label(options, Integer.valueOf(value))))
                .collect(Collectors.joining("; "));
    }

    private static @Nullable String label(List<Option> options, Object value) {
        return options.stream()
                .filter(option -> value.equals(option.value()))
                .map(option -> option.label().text())
                .findFirst()
                .orElse(null);
    }
}
