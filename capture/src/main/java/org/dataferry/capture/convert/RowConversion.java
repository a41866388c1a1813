package org.dataferry.capture.convert;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row. A column may be null unless it is in the key: NOT NULL in the table says nothing of a value that
 * was not sent. Column defaults are not taken over, neither into the schema nor for a null: NULL is a value.
 */
final class RowConversion {

    private record Column(Field field, boolean defaulted, boolean inKey, Conversion conversion) {
        @Nullable Object valueIn(Struct row) {
            // Struct.get answers a null with the column's default, which would turn NULL into something else.
            return defaulted ? row.getWithoutDefault(field.name()) : row.get(field);
        }
    }

    private final Schema avro;
    private final List<Column> columns;
    private final UnavailableValue unavailable;
    private final int carriedBytes;

    RowConversion(
            org.apache.kafka.connect.data.Schema connect,
            String fullName,
            Set<String> key,
            Conversions conversions,
            UnavailableValue unavailable,
            int carriedBytes) {
        this.unavailable = unavailable;
        this.carriedBytes = carriedBytes;
        this.columns = new ArrayList<>();
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : connect.fields()) {
            Conversion required = conversions.required(field.schema(), field.name());
            boolean inKey = key.contains(field.name());
            Conversion conversion = inKey ? required : Conversions.optional(required);
            columns.add(new Column(field, field.schema().defaultValue() != null, inKey, conversion));
            fields.add(
                    Conversions.field(field.name(), conversion.avro(), inKey ? null : Schema.Field.NULL_DEFAULT_VALUE));
        }
        this.avro = Conversions.describe(Schema.createRecord(fullName, null, null, false, fields), connect);
    }

    Schema avro() {
        return avro;
    }

    List<RowForm.Column> columns() {
        return columns.stream()
                .map(column -> new RowForm.Column(column.field().name(), column.inKey(), column.conversion()))
                .toList();
    }

    /**
     * @param known whether PostgreSQL sends the column at all
     * @param absent takes the name of each column that has no value here
     * @param withheld takes name and size of each column whose value is too large to travel
     */
    GenericRecord convert(
            Struct row, Predicate<String> known, Consumer<String> absent, BiConsumer<String, Long> withheld) {
        GenericData.Record converted = new GenericData.Record(avro);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Object value = column.valueIn(row);
            if (!known.test(column.field().name()) || unavailable.is(value)) {
                absent.accept(column.field().name());
            } else if (!column.inKey() && size(value) > carriedBytes) {
                withheld.accept(column.field().name(), size(value));
            } else {
                converted.put(i, column.conversion().convert(value));
            }
        }
        return converted;
    }

    /** Of binary data, in bytes; 0 of all else. */
    private static long size(@Nullable Object value) {
        return switch (value) {
            case ByteBuffer buffer -> buffer.remaining();
            case byte[] array -> array.length;
            case null, default -> 0;
        };
    }
}
