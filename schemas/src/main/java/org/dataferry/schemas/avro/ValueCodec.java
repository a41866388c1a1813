package org.dataferry.schemas.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** Column values as branches of the union in {@code EntityWrite.avsc}. */
final class ValueCodec {

    private static final Schema UNION = AvroSchemas.ENTITY_WRITE
            .getField("columns")
            .schema()
            .getElementType()
            .getField("value")
            .schema();

    private ValueCodec() {}

    static @Nullable Object write(Value value) {
        return switch (value) {
            case Value.Null ignored -> null;
            case Value.Absent ignored -> branch("Absent");
            case Value.Text(String text) -> text;
            case Value.Whole(long number) -> number;
            case Value.Floating(double number) -> number;
            case Value.Bool(boolean bool) -> bool;
            case Value.Bytes bytes -> ByteBuffer.wrap(bytes.value());
            case Value.Decimal(BigDecimal number) -> {
                GenericRecord decimal = branch("Decimal");
                decimal.put("unscaled", ByteBuffer.wrap(number.unscaledValue().toByteArray()));
                decimal.put("scale", number.scale());
                yield decimal;
            }
            case Value.Day(LocalDate day) -> branch("Day", "epochDay", day.toEpochDay());
            case Value.LocalMoment(LocalDateTime moment) ->
                branch("LocalMoment", "epochMicros", EpochMicros.of(moment.toInstant(ZoneOffset.UTC)));
            case Value.Moment(Instant moment) -> branch("Moment", "epochMicros", EpochMicros.of(moment));
            case Value.TimeOfDay(LocalTime time) -> branch("TimeOfDay", "microsOfDay", time.toNanoOfDay() / 1_000);
            case Value.Guid(UUID guid) -> branch("Guid", "text", guid.toString());
            case Value.Many many ->
                branch(
                        "Many",
                        "items",
                        many.values().stream()
                                .map(item -> ColumnsCodec.write("", item))
                                .toList());
        };
    }

    static Value read(@Nullable Object written) {
        return switch (written) {
            case null -> Value.NULL;
            case CharSequence text -> new Value.Text(text.toString());
            case Long number -> new Value.Whole(number);
            case Double number -> new Value.Floating(number);
            case Boolean bool -> new Value.Bool(bool);
            case ByteBuffer bytes -> new Value.Bytes(bytes(bytes));
            case GenericRecord record -> readRecord(record);
            default -> throw new SchemasException("a column value of an unknown kind: " + written.getClass());
        };
    }

    private static Value readRecord(GenericRecord record) {
        return switch (record.getSchema().getName()) {
            case "Absent" -> Value.ABSENT;
            case "Decimal" ->
                new Value.Decimal(new BigDecimal(
                        new BigInteger(bytes((ByteBuffer) record.get("unscaled"))), (Integer) record.get("scale")));
            case "Day" -> new Value.Day(LocalDate.ofEpochDay(AvroSchemas.number(record, "epochDay")));
            case "LocalMoment" ->
                new Value.LocalMoment(LocalDateTime.ofInstant(
                        EpochMicros.toInstant(AvroSchemas.number(record, "epochMicros")), ZoneOffset.UTC));
            case "Moment" -> new Value.Moment(EpochMicros.toInstant(AvroSchemas.number(record, "epochMicros")));
            case "TimeOfDay" ->
                new Value.TimeOfDay(LocalTime.ofNanoOfDay(AvroSchemas.number(record, "microsOfDay") * 1_000));
            case "Guid" -> new Value.Guid(UUID.fromString(AvroSchemas.text(record, "text")));
            case "Many" -> new Value.Many(readItems((List<?>) record.get("items")));
            default ->
                throw new SchemasException("a column value of an unknown kind: "
                        + record.getSchema().getName());
        };
    }

    private static List<Value> readItems(List<?> items) {
        List<Value> values = new ArrayList<>(items.size());
        for (Object item : items) {
            values.add(read(((GenericRecord) item).get("value")));
        }
        return values;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static GenericRecord branch(String name) {
        return new GenericData.Record(UNION.getTypes().get(UNION.getIndexNamed("org.dataferry." + name)));
    }

    private static GenericRecord branch(String name, String field, Object content) {
        GenericRecord record = branch(name);
        record.put(field, content);
        return record;
    }
}
