package org.dataferry.capture.snapshot;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.dataferry.capture.convert.RowForm;
import org.dataferry.capture.engine.TableForm;
import org.jspecify.annotations.Nullable;

/**
 * How a column is asked for and written. The binary form is read only where both PostgreSQL's type and what Debezium makes
 * of it are known; every other column is asked for as text.
 *
 * @param expression what stands in the SELECT
 * @param field writes what comes
 */
record ColumnPlan(RowForm.Column target, String expression, BinaryField field) {

    private static final String DEBEZIUM = "io.debezium.";
    private static final int DAYS_TO_2000 = 10_957;

    /** What Debezium's snapshot makes of the driver's numbers for infinity. */
    private static final int INFINITE_DAY = -622_191_234;

    private static final int MINUS_INFINITE_DAY = -625_821_272;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long MICROS_OF_MILLI = 1_000;

    /** @param type the name of PostgreSQL's type, for a domain the one that it is made of */
    static ColumnPlan of(
            String table, TableForm.Column source, RowForm.Column target, SourceType type, int carriedBytes) {
        TextField text = new TextField("column " + source.name() + " of table " + table, source, target, carriedBytes);
        String name = SqlNames.quoted(source.name());
        BinaryField binary = binary(type, target, text, carriedBytes);
        if (binary == null) {
            return new ColumnPlan(target, asText(name), text);
        }
        // How money is written depends on a setting of the server; as a number it does not.
        return new ColumnPlan(target, type.name().equals("money") ? name + "::pg_catalog.numeric" : name, binary);
    }

    /** What the type's output function says, as in the change log; a cast to text says something else of some types. */
    private static String asText(String name) {
        return "CASE WHEN " + name + " IS NOT NULL THEN pg_catalog.concat(" + name + ") END";
    }

    private static @Nullable BinaryField binary(
            SourceType type, RowForm.Column target, TextField text, int carriedBytes) {
        Schema avro = target.value();
        String meaning = avro.getProp("connect.name") == null ? "" : avro.getProp("connect.name");
        String pair = (type.isEnum() ? "enum" : type.name()) + " " + avro.getType() + " " + meaning;
        return switch (pair) {
            case "bool BOOLEAN " -> BinaryField.always((row, at, length, out) -> out.write(row[at]));
            case "int2 INT " ->
                BinaryField.always((row, at, length, out) -> out.writeNumber(BinaryField.int16(row, at)));
            case "int4 INT " ->
                BinaryField.always((row, at, length, out) -> out.writeNumber(BinaryField.int32(row, at)));
            case "int8 LONG " ->
                BinaryField.always((row, at, length, out) -> out.writeNumber(BinaryField.int64(row, at)));
            case "oid LONG " ->
                BinaryField.always(
                        (row, at, length, out) -> out.writeNumber(BinaryField.int32(row, at) & 0xFFFF_FFFFL));
            case "float4 FLOAT " ->
                BinaryField.always((row, at, length, out) -> out.writeFixed32(BinaryField.int32(row, at)));
            case "float8 DOUBLE " ->
                BinaryField.always((row, at, length, out) -> out.writeFixed64(BinaryField.int64(row, at)));
            case "text STRING ",
                    "varchar STRING ",
                    "bpchar STRING ",
                    "name STRING ",
                    "citext STRING ",
                    "json STRING " + DEBEZIUM + "data.Json",
                    "enum STRING " + DEBEZIUM + "data.Enum" ->
                BinaryField.always((row, at, length, out) -> out.writeBytes(row, at, length));
            // A byte with a version comes first.
            case "jsonb STRING " + DEBEZIUM + "data.Json" ->
                BinaryField.always((row, at, length, out) -> out.writeBytes(row, at + 1, length - 1));
            case "bytea BYTES " ->
                (row, at, length, out) -> {
                    if (!target.inKey() && length > carriedBytes) {
                        return length;
                    }
                    out.writeBytes(row, at, length);
                    return BinaryField.WRITTEN;
                };
            case "date INT " + DEBEZIUM + "time.Date" ->
                BinaryField.always((row, at, length, out) -> {
                    int day = BinaryField.int32(row, at);
                    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
                        out.writeNumber(day > 0 ? INFINITE_DAY : MINUS_INFINITE_DAY);
                    } else {
                        out.writeNumber(day + DAYS_TO_2000);
                    }
                });
            case "time LONG " + DEBEZIUM + "time.MicroTime" -> time(text, 1);
            case "time INT " + DEBEZIUM + "time.Time" -> time(text, MICROS_OF_MILLI);
            case "timestamp LONG " + DEBEZIUM + "time.MicroTimestamp" -> timestamp(text, 1);
            case "timestamp LONG " + DEBEZIUM + "time.Timestamp" -> timestamp(text, MICROS_OF_MILLI);
            case "timestamptz STRING " + DEBEZIUM + "time.ZonedTimestamp" ->
                MomentField.like(text.converted("2000-01-01 00:00:00+00"), text);
            case "uuid STRING " + DEBEZIUM + "data.Uuid" -> new UuidField();
            case "numeric RECORD " + DEBEZIUM + "data.VariableScaleDecimal" -> NumericField.variable(text);
            default -> decimal(type, avro, text);
        };
    }

    private static @Nullable BinaryField decimal(SourceType type, Schema avro, TextField text) {
        return (type.name().equals("numeric") || type.name().equals("money"))
                        && avro.getLogicalType() instanceof LogicalTypes.Decimal decimal
                ? NumericField.fixed(decimal.getScale(), decimal.getPrecision(), text)
                : null;
    }

    private static BinaryField time(TextField text, long microsOfUnit) {
        return (row, at, length, out) -> {
            long micros = BinaryField.int64(row, at);
            if (micros == MICROS_OF_DAY) {
                return text.write("24:00:00", out);
            }
            out.writeNumber(micros / microsOfUnit);
            return BinaryField.WRITTEN;
        };
    }

    private static BinaryField timestamp(TextField text, long microsOfUnit) {
        return (row, at, length, out) -> {
            long micros = BinaryField.int64(row, at);
            if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
                return text.write(micros > 0 ? "infinity" : "-infinity", out);
            }
            out.writeNumber(Math.floorDiv(micros + MomentField.MICROS_TO_2000, microsOfUnit));
            return BinaryField.WRITTEN;
        };
    }
}
