package org.dataferry.capture.convert;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.jspecify.annotations.Nullable;

/**
 * Connect's types without parts. A semantic type of Debezium (dates, times, UUID, JSON, bits…) keeps its number, text or
 * bytes: the reader learns from {@code connect.name} what it means. Connect's own Date, Time and Timestamp arrive as
 * {@link Date} and leave as days, milliseconds of the day and milliseconds since 1970. A decimal becomes bytes with Avro's
 * logical type.
 */
final class Scalars {

    /** Debezium's parameter for a numeric's precision; Connect itself has none. */
    private static final String PRECISION = "connect.decimal.precision";

    /** Where no precision is given (money): what a 64-bit integer can hold, which is what PostgreSQL's money is. */
    private static final int PRECISION_OF_LONG = 19;

    /** PostgreSQL's own limit. */
    private static final int MAX_SCALE = 1000;

    private Scalars() {}

    static Conversion of(org.apache.kafka.connect.data.Schema connect, String path) {
        String name = connect.name() == null ? "" : connect.name();
        return switch (name) {
            case Decimal.LOGICAL_NAME -> decimal(connect, path);
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME -> days(path);
            case org.apache.kafka.connect.data.Time.LOGICAL_NAME -> millisOfDay(path);
            case org.apache.kafka.connect.data.Timestamp.LOGICAL_NAME -> millis(path);
            default -> plain(connect, path);
        };
    }

    private static Conversion plain(org.apache.kafka.connect.data.Schema connect, String path) {
        return switch (connect.type()) {
            case INT8, INT16, INT32 ->
                new Conversion(
                        Schema.create(Schema.Type.INT),
                        value -> expect(Number.class, value, path).intValue());
            case INT64 -> new Conversion(Schema.create(Schema.Type.LONG), value -> expect(Long.class, value, path));
            case FLOAT32 -> new Conversion(Schema.create(Schema.Type.FLOAT), value -> expect(Float.class, value, path));
            case FLOAT64 ->
                new Conversion(Schema.create(Schema.Type.DOUBLE), value -> expect(Double.class, value, path));
            case BOOLEAN ->
                new Conversion(Schema.create(Schema.Type.BOOLEAN), value -> expect(Boolean.class, value, path));
            case STRING ->
                new Conversion(Schema.create(Schema.Type.STRING), value -> expect(String.class, value, path));
            case BYTES -> new Conversion(Schema.create(Schema.Type.BYTES), value -> bytes(value, path));
            case ARRAY, MAP, STRUCT ->
                throw new ConversionException("field " + path + " is not a scalar: " + connect.type());
        };
    }

    private static ByteBuffer bytes(@Nullable Object value, String path) {
        // A copy of the view: who reads the buffer moves its position.
        return value instanceof byte[] array
                ? ByteBuffer.wrap(array)
                : expect(ByteBuffer.class, value, path).duplicate();
    }

    private static Conversion decimal(org.apache.kafka.connect.data.Schema connect, String path) {
        Map<String, String> parameters = connect.parameters() == null ? Map.of() : connect.parameters();
        int declaredScale = signed(Integer.parseInt(parameters.getOrDefault(Decimal.SCALE_FIELD, "0")));
        int declared = Integer.parseInt(parameters.getOrDefault(PRECISION, Integer.toString(PRECISION_OF_LONG)));
        // PostgreSQL allows numeric(3,-2) and numeric(2,4); Avro wants 0 <= scale <= precision.
        int scale = Math.max(declaredScale, 0);
        int precision = Math.max(declaredScale < 0 ? declared - declaredScale : declared, Math.max(scale, 1));
        Schema avro = LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
        return new Conversion(avro, value -> {
            BigDecimal number = expect(BigDecimal.class, value, path);
            try {
                BigDecimal scaled = number.setScale(scale);
                if (scaled.precision() > precision) {
                    throw new ArithmeticException("more than " + precision + " digits");
                }
                return ByteBuffer.wrap(scaled.unscaledValue().toByteArray());
            } catch (ArithmeticException e) {
                throw new ConversionException(
                        "field " + path + " has a number that does not fit numeric(" + precision + "," + scale + ")",
                        e);
            }
        });
    }

    /** The driver reads a negative scale, which PostgreSQL keeps in eleven bits, as a number over a thousand. */
    private static int signed(int scale) {
        return scale > MAX_SCALE ? scale - (1 << 11) : scale;
    }

    private static Conversion days(String path) {
        return new Conversion(
                Schema.create(Schema.Type.INT),
                value -> Math.toIntExact(
                        Math.floorDiv(expect(Date.class, value, path).getTime(), TimeUnit.DAYS.toMillis(1))));
    }

    private static Conversion millisOfDay(String path) {
        return new Conversion(
                Schema.create(Schema.Type.INT),
                value -> Math.toIntExact(expect(Date.class, value, path).getTime()));
    }

    private static Conversion millis(String path) {
        return new Conversion(
                Schema.create(Schema.Type.LONG),
                value -> expect(Date.class, value, path).getTime());
    }

    static <T> T expect(Class<T> type, @Nullable Object value, String path) {
        if (!type.isInstance(value)) {
            throw new ConversionException("field " + path + " should be " + type.getSimpleName() + " but is "
                    + (value == null ? "null" : value.getClass().getName()));
        }
        return type.cast(value);
    }
}
