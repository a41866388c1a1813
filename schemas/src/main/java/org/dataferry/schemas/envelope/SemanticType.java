package org.dataferry.schemas.envelope;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What an Avro type of the envelope means, by the name that Debezium gives it (Debezium documentation, PostgreSQL
 * connector, "Data type mappings").
 */
final class SemanticType {

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final long MICROS_PER_DAY = NANOS_PER_DAY / 1_000;

    /** The PostgreSQL driver's numbers for infinity, which Debezium takes as microseconds; for a date, as their day. */
    private static final long INFINITY = 9_223_372_036_825_200_000L;

    private static final long MINUS_INFINITY = -9_223_372_036_832_400_000L;

    /** The days of both that a snapshot has: by way of {@code java.sql.Date}, cut to 32 bits; its zone may move them. */
    private static final long INFINITE_DAY = -622_191_234;

    private static final long MINUS_INFINITE_DAY = -625_821_272;

    /** PostgreSQL counts days from 2000; infinity is the last number of 32 bits, which runs over when days from 1970 are made of it. */
    private static final int DAYS_TO_2000 = 10_957;

    /** The days of both that a stream has. */
    private static final int STREAMED_INFINITE_DAY = Integer.MAX_VALUE + DAYS_TO_2000;

    private static final int MINUS_STREAMED_INFINITE_DAY = Integer.MIN_VALUE + DAYS_TO_2000;

    private final Function<Object, Value> reader;

    private SemanticType(Function<Object, Value> reader) {
        this.reader = reader;
    }

    Value read(@Nullable Object content) {
        return content == null ? Value.NULL : reader.apply(content);
    }

    static SemanticType of(Schema declared) {
        Schema schema = withoutNull(declared);
        String name = schema.getProp(EnvelopeFields.CONNECT_NAME_PROPERTY);
        return new SemanticType(name == null ? plain(schema) : named(name, schema));
    }

    private static Function<Object, Value> named(String name, Schema schema) {
        return switch (name) {
            case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> SemanticType::day;
            case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" -> moments(ChronoUnit.MILLIS);
            case "io.debezium.time.MicroTimestamp" -> SemanticType::microTimestamp;
            case "io.debezium.time.NanoTimestamp" -> moments(ChronoUnit.NANOS);
            case "io.debezium.time.ZonedTimestamp" -> SemanticType::zoned;
            case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" -> times(1_000_000);
            case "io.debezium.time.MicroTime" -> times(1_000);
            case "io.debezium.time.NanoTime" -> times(1);
            case "io.debezium.data.Uuid" -> SemanticType::guid;
            case "io.debezium.data.VariableScaleDecimal" -> SemanticType::variableScale;
            default -> plain(schema);
        };
    }

    private static Function<Object, Value> plain(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> bool -> new Value.Bool((Boolean) bool);
            case INT, LONG -> number -> new Value.Whole(((Number) number).longValue());
            // By way of its shortest text: 32.38 as a float is not 32.38 as a double, but that is what was meant.
            case FLOAT -> number -> new Value.Floating(Double.parseDouble(number.toString()));
            case DOUBLE -> number -> new Value.Floating((Double) number);
            case STRING, ENUM -> text -> new Value.Text(text.toString());
            case BYTES, FIXED ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? bytes -> new Value.Decimal(new BigDecimal(new BigInteger(raw(bytes)), decimal.getScale()))
                        : bytes -> new Value.Bytes(raw(bytes));
            case ARRAY -> {
                SemanticType element = of(schema.getElementType());
                yield items -> new Value.Many(
                        ((List<?>) items).stream().map(element::read).toList());
            }
            case MAP -> map -> new Value.Text(new TreeMap<>((Map<?, ?>) map).toString());
            case RECORD -> record -> new Value.Text(record.toString());
            case NULL -> nothing -> Value.NULL;
            case UNION -> throw new SchemasException("a column of several types: " + schema);
        };
    }

    private static Function<Object, Value> moments(ChronoUnit unit) {
        return count -> new Value.LocalMoment(LocalDateTime.ofInstant(
                Instant.EPOCH.plus(((Number) count).longValue(), unit).truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
    }

    /** Infinity, which PostgreSQL has and Java has not, stays a text, and a mapping decides. */
    private static Value microTimestamp(Object count) {
        long micros = ((Number) count).longValue();
        if (micros == INFINITY) {
            return new Value.Text("infinity");
        }
        return micros == MINUS_INFINITY
                ? new Value.Text("-infinity")
                : new Value.LocalMoment(LocalDateTime.ofInstant(EpochMicros.toInstant(micros), ZoneOffset.UTC));
    }

    private static Value day(Object count) {
        long days = ((Number) count).longValue();
        if (days == Math.floorDiv(INFINITY, MICROS_PER_DAY)
                || days == STREAMED_INFINITE_DAY
                || isAbout(INFINITE_DAY, days)) {
            return new Value.Text("infinity");
        }
        return days == Math.floorDiv(MINUS_INFINITY, MICROS_PER_DAY)
                        || days == MINUS_STREAMED_INFINITE_DAY
                        || isAbout(MINUS_INFINITE_DAY, days)
                ? new Value.Text("-infinity")
                : new Value.Day(LocalDate.ofEpochDay(days));
    }

    /** PostgreSQL itself has no dates that far back. */
    private static boolean isAbout(long day, long days) {
        return Math.abs(days - day) <= 1;
    }

    /** PostgreSQL's 24:00 is no time of day in Java; it stays a text, and a mapping decides. */
    private static Function<Object, Value> times(long nanosPerUnit) {
        return count -> {
            long nanos = ((Number) count).longValue() * nanosPerUnit;
            return nanos == NANOS_PER_DAY
                    ? new Value.Text("24:00:00")
                    : new Value.TimeOfDay(LocalTime.ofNanoOfDay(nanos).truncatedTo(ChronoUnit.MICROS));
        };
    }

    /** Infinity stays a text here too. */
    private static Value zoned(Object text) {
        try {
            return new Value.Moment(
                    OffsetDateTime.parse(text.toString()).toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException infinite) {
            return new Value.Text(text.toString());
        }
    }

    private static Value guid(Object text) {
        return new Value.Guid(UUID.fromString(text.toString()));
    }

    private static Value variableScale(Object struct) {
        GenericRecord record = (GenericRecord) struct;
        BigInteger unscaled = new BigInteger(raw(record.get("value")));
        return new Value.Decimal(new BigDecimal(unscaled, (Integer) record.get("scale")));
    }

    private static byte[] raw(Object content) {
        if (content instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = (ByteBuffer) content;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Schema withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() != 1) {
            throw new SchemasException("a column of several types: " + schema);
        }
        return branches.getFirst();
    }
}
