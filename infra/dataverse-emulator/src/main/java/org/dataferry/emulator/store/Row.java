package org.dataferry.emulator.store;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/**
 * One row: a value per column, by ordinal.
 *
 * <p>A value is a String, Integer, Long, BigDecimal, Double, Boolean, LocalDate, Instant, LocalDateTime, UUID or {@link Reference}; null is
 * no value. The primary id is the value of the first column. Not thread-safe; a writer changes a {@link #copy()}.
 */
public final class Row {
    private @Nullable Object[] values;

    Row(@Nullable Object[] values) {
        this.values = values;
    }

    public static Row of(Table table, UUID id) {
        Row row = new Row(new Object[table.width()]);
        row.values[0] = id;
        return row;
    }

    public Row copy() {
        return new Row(values.clone());
    }

    public UUID id() {
        return (UUID) Objects.requireNonNull(values[0], "a row has an id");
    }

    public @Nullable Object get(Column column) {
        return column.ordinal() < values.length ? values[column.ordinal()] : null;
    }

    public void set(Column column, @Nullable Object value) {
        if (column.ordinal() >= values.length) {
            values = Arrays.copyOf(values, column.ordinal() + 1);
        }
        values[column.ordinal()] = value;
    }

    /** The version that an ETag shows; 0 before the row is stored. */
    public long version(Table table) {
        Column column = table.column("versionnumber");
        return column != null && get(column) instanceof Long version ? version : 0;
    }

    int width() {
        return values.length;
    }

    @Nullable Object at(int ordinal) {
        return values[ordinal];
    }
}
