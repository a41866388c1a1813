package org.dataferry.schemas.avro;

import java.io.IOException;
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
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
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

    private static final int NULL = branch("null");
    private static final int BOOL = branch("boolean");
    private static final int WHOLE = branch("long");
    private static final int FLOATING = branch("double");
    private static final int TEXT = branch("string");
    private static final int BYTES = branch("bytes");
    private static final int ABSENT = branch("org.dataferry.Absent");
    private static final int WITHHELD = branch("org.dataferry.Withheld");
    private static final int DECIMAL = branch("org.dataferry.Decimal");
    private static final int DAY = branch("org.dataferry.Day");
    private static final int LOCAL_MOMENT = branch("org.dataferry.LocalMoment");
    private static final int MOMENT = branch("org.dataferry.Moment");
    private static final int TIME_OF_DAY = branch("org.dataferry.TimeOfDay");
    private static final int GUID = branch("org.dataferry.Guid");
    private static final int MANY = branch("org.dataferry.Many");

    private ValueCodec() {}

    /** Writes a value just as Avro would write a record made of it, without making one. */
    static void write(Value value, Encoder out) throws IOException {
        switch (value) {
            case Value.Null ignored -> {
                out.writeIndex(NULL);
                out.writeNull();
            }
            case Value.Absent ignored -> out.writeIndex(ABSENT);
            case Value.Withheld(long bytes) -> {
                out.writeIndex(WITHHELD);
                out.writeLong(bytes);
            }
            case Value.Text(String text) -> {
                out.writeIndex(TEXT);
                out.writeString(text);
            }
            case Value.Whole(long number) -> {
                out.writeIndex(WHOLE);
                out.writeLong(number);
            }
            case Value.Floating(double number) -> {
                out.writeIndex(FLOATING);
                out.writeDouble(number);
            }
            case Value.Bool(boolean bool) -> {
                out.writeIndex(BOOL);
                out.writeBoolean(bool);
            }
            case Value.Bytes bytes -> {
                out.writeIndex(BYTES);
                out.writeBytes(bytes.value());
            }
            case Value.Decimal(BigDecimal number) -> {
                out.writeIndex(DECIMAL);
                out.writeBytes(number.unscaledValue().toByteArray());
                out.writeInt(number.scale());
            }
            case Value.Day(LocalDate day) -> {
                out.writeIndex(DAY);
                out.writeLong(day.toEpochDay());
            }
            case Value.LocalMoment(LocalDateTime moment) -> {
                out.writeIndex(LOCAL_MOMENT);
                out.writeLong(EpochMicros.of(moment.toInstant(ZoneOffset.UTC)));
            }
            case Value.Moment(Instant moment) -> {
                out.writeIndex(MOMENT);
                out.writeLong(EpochMicros.of(moment));
            }
            case Value.TimeOfDay(LocalTime time) -> {
                out.writeIndex(TIME_OF_DAY);
                out.writeLong(time.toNanoOfDay() / 1_000);
            }
            case Value.Guid(UUID guid) -> {
                out.writeIndex(GUID);
                out.writeString(guid.toString());
            }
            case Value.Many many -> {
                out.writeIndex(MANY);
                out.writeArrayStart();
                out.setItemCount(many.values().size());
                for (Value item : many.values()) {
                    out.startItem();
                    out.writeString("");
                    write(item, out);
                }
                out.writeArrayEnd();
            }
        }
    }

    /** Reads just what Avro would, without a record in between. */
    static Value read(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch == TEXT) {
            return new Value.Text(in.readString());
        }
        if (branch == WHOLE) {
            return new Value.Whole(in.readLong());
        }
        if (branch == NULL) {
            in.readNull();
            return Value.NULL;
        }
        if (branch == BOOL) {
            return new Value.Bool(in.readBoolean());
        }
        if (branch == FLOATING) {
            return new Value.Floating(in.readDouble());
        }
        if (branch == BYTES) {
            return new Value.Bytes(bytes(in.readBytes(null)));
        }
        return readRecord(branch, in);
    }

    private static Value readRecord(int branch, Decoder in) throws IOException {
        if (branch == ABSENT) {
            return Value.ABSENT;
        }
        if (branch == DECIMAL) {
            byte[] unscaled = bytes(in.readBytes(null));
            return new Value.Decimal(new BigDecimal(new BigInteger(unscaled), in.readInt()));
        }
        if (branch == DAY) {
            return new Value.Day(LocalDate.ofEpochDay(in.readLong()));
        }
        if (branch == LOCAL_MOMENT) {
            return localMoment(in.readLong());
        }
        if (branch == MOMENT) {
            return new Value.Moment(EpochMicros.toInstant(in.readLong()));
        }
        if (branch == TIME_OF_DAY) {
            return timeOfDay(in.readLong());
        }
        if (branch == GUID) {
            return new Value.Guid(UUID.fromString(in.readString()));
        }
        if (branch == MANY) {
            return new Value.Many(readItems(in));
        }
        if (branch == WITHHELD) {
            return new Value.Withheld(in.readLong());
        }
        throw new SchemasException("a column value of an unknown kind: branch " + branch);
    }

    private static List<Value> readItems(Decoder in) throws IOException {
        List<Value> values = new ArrayList<>();
        for (long items = in.readArrayStart(); items > 0; items = in.arrayNext()) {
            for (long item = 0; item < items; item++) {
                in.skipString();
                values.add(read(in));
            }
        }
        return values;
    }

    private static Value localMoment(long micros) {
        return new Value.LocalMoment(LocalDateTime.ofInstant(EpochMicros.toInstant(micros), ZoneOffset.UTC));
    }

    private static Value timeOfDay(long micros) {
        return new Value.TimeOfDay(LocalTime.ofNanoOfDay(Math.multiplyExact(micros, 1_000)));
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
            case "Withheld" -> new Value.Withheld(AvroSchemas.number(record, "size"));
            case "Decimal" ->
                new Value.Decimal(new BigDecimal(
                        new BigInteger(bytes((ByteBuffer) record.get("unscaled"))), (Integer) record.get("scale")));
            case "Day" -> new Value.Day(LocalDate.ofEpochDay(AvroSchemas.number(record, "epochDay")));
            case "LocalMoment" -> localMoment(AvroSchemas.number(record, "epochMicros"));
            case "Moment" -> new Value.Moment(EpochMicros.toInstant(AvroSchemas.number(record, "epochMicros")));
            case "TimeOfDay" -> timeOfDay(AvroSchemas.number(record, "microsOfDay"));
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
            values.add(read(((GenericRecord) item).get(ColumnsCodec.VALUE)));
        }
        return values;
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static int branch(String name) {
        Integer index = UNION.getIndexNamed(name);
        if (index == null) {
            throw new IllegalStateException("a column value has no branch " + name);
        }
        return index;
    }
}
