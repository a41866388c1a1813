package org.dataferry.emulator.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** Rows as bytes: the ordinal, a tag and the value of each column that has one. The primary id is in the key, not in the value. */
final class RowCodec {
    private static final int TEXT = 1;
    private static final int INT = 2;
    private static final int LONG = 3;
    private static final int DECIMAL = 4;
    private static final int DOUBLE = 5;
    private static final int TRUE = 6;
    private static final int FALSE = 7;
    private static final int DATE = 8;
    private static final int INSTANT = 9;
    private static final int UUID_TAG = 10;
    private static final int REFERENCE = 11;
    private static final int LOCAL_DATE_TIME = 12;

    private RowCodec() {}

    static byte[] encode(Row row) {
        ByteWriter out = new ByteWriter();
        for (int ordinal = 1; ordinal < row.width(); ordinal++) {
            Object value = row.at(ordinal);
            if (value != null) {
                out.put(ordinal >> 8).put(ordinal);
                encode(value, out);
            }
        }
        return out.toBytes();
    }

    private static void encode(Object value, ByteWriter out) {
        switch (value) {
            case String text -> out.put(TEXT).putText(text);
            case Integer number -> out.put(INT).putInt(number);
            case Long number -> out.put(LONG).putLong(number);
            case BigDecimal number -> {
                byte[] unscaled = number.unscaledValue().toByteArray();
                out.put(DECIMAL).putInt(number.scale()).putInt(unscaled.length).putBytes(unscaled);
            }
            case Double number -> out.put(DOUBLE).putLong(Double.doubleToLongBits(number));
            case Boolean flag -> out.put(flag ? TRUE : FALSE);
            case LocalDate date -> out.put(DATE).putLong(date.toEpochDay());
            case Instant instant -> out.put(INSTANT).putLong(instant.getEpochSecond());
            case LocalDateTime local -> out.put(LOCAL_DATE_TIME).putLong(local.toEpochSecond(ZoneOffset.UTC));
            case UUID id -> out.put(UUID_TAG).putUuid(id);
            case Reference reference ->
                out.put(REFERENCE).putInt(reference.table()).putUuid(reference.id());
            default -> throw new EmulatorException("A row can't hold a value of " + value.getClass());
        }
    }

    static Row decode(Table table, UUID id, byte[] bytes) {
        @Nullable Object[] values = new Object[table.width()];
        values[0] = id;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            int ordinal = in.getShort();
            values[ordinal] = value(in);
        }
        return new Row(values);
    }

    private static Object value(ByteBuffer in) {
        int tag = in.get();
        return switch (tag) {
            case TEXT -> new String(take(in), StandardCharsets.UTF_8);
            case INT -> in.getInt();
            case LONG -> in.getLong();
            case DECIMAL -> {
                int scale = in.getInt();
                yield new BigDecimal(new BigInteger(take(in)), scale);
            }
            case DOUBLE -> Double.longBitsToDouble(in.getLong());
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case DATE -> LocalDate.ofEpochDay(in.getLong());
            case INSTANT -> Instant.ofEpochSecond(in.getLong());
            case LOCAL_DATE_TIME -> LocalDateTime.ofEpochSecond(in.getLong(), 0, ZoneOffset.UTC);
            case UUID_TAG -> uuid(in);
            case REFERENCE -> new Reference(in.getInt(), uuid(in));
            default -> throw new EmulatorException("A stored row has an unknown value tag " + tag);
        };
    }

    static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static byte[] take(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
