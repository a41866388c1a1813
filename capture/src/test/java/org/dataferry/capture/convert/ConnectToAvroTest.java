package org.dataferry.capture.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.data.Bits;
import io.debezium.data.Enum;
import io.debezium.data.EnumSet;
import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.data.Xml;
import io.debezium.data.geometry.Geography;
import io.debezium.data.geometry.Geometry;
import io.debezium.data.geometry.Point;
import io.debezium.data.vector.DoubleVector;
import io.debezium.data.vector.FloatVector;
import io.debezium.data.vector.SparseDoubleVector;
import io.debezium.time.Interval;
import io.debezium.time.MicroDuration;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.NanoDuration;
import io.debezium.time.NanoTime;
import io.debezium.time.NanoTimestamp;
import io.debezium.time.Year;
import io.debezium.time.ZonedTime;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectToAvroTest {

    private static final CapturedTable TABLE =
            new CapturedTable("erp", "public", "item", new BeforeImage.OnlyColumns(Set.of("id")));

    private final UnavailableValue unavailable = UnavailableValue.random(new Random(1));
    private final ConnectToAvro converter = new ConnectToAvro(unavailable, 1_000_000);

    static Stream<Arguments> types() {
        Schema decimal =
                Decimal.builder(2).parameter("connect.decimal.precision", "6").build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Map<String, @Nullable String> entries = new HashMap<>();
        entries.put("k", null);
        return Stream.of(
                type(Schema.INT8_SCHEMA, (byte) -3, "int", -3),
                type(Schema.INT16_SCHEMA, (short) 300, "int", 300),
                type(Schema.INT32_SCHEMA, 70_000, "int", 70_000),
                type(Schema.INT64_SCHEMA, 1L << 40, "long", 1L << 40),
                type(Schema.FLOAT32_SCHEMA, 1.5f, "float", 1.5f),
                type(Schema.FLOAT64_SCHEMA, Double.NaN, "double", Double.NaN),
                type(Schema.BOOLEAN_SCHEMA, true, "boolean", true),
                type(Schema.STRING_SCHEMA, "é", "string", "é"),
                type(Schema.BYTES_SCHEMA, new byte[] {1, 2}, "bytes", ByteBuffer.wrap(new byte[] {1, 2})),
                type(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {3}), "bytes", ByteBuffer.wrap(new byte[] {3})),
                type(decimal, new BigDecimal("-1.25"), "bytes", ByteBuffer.wrap(new byte[] {-125})),
                type(org.apache.kafka.connect.data.Date.SCHEMA, new Date(-86_400_000L), "int", -1),
                type(org.apache.kafka.connect.data.Time.SCHEMA, new Date(1_000L), "int", 1_000),
                type(org.apache.kafka.connect.data.Timestamp.SCHEMA, new Date(5L), "long", 5L),
                type(io.debezium.time.Date.schema(), -1, "int", -1),
                type(io.debezium.time.Time.schema(), 5, "int", 5),
                type(MicroTime.schema(), 5L, "long", 5L),
                type(NanoTime.schema(), 5L, "long", 5L),
                type(io.debezium.time.Timestamp.schema(), 5L, "long", 5L),
                type(MicroTimestamp.schema(), 5L, "long", 5L),
                type(NanoTimestamp.schema(), 5L, "long", 5L),
                type(ZonedTimestamp.schema(), "2024-01-01T00:00:00Z", "string", "2024-01-01T00:00:00Z"),
                type(ZonedTime.schema(), "10:00:00Z", "string", "10:00:00Z"),
                type(Interval.schema(), "P1Y", "string", "P1Y"),
                type(MicroDuration.schema(), 5L, "long", 5L),
                type(NanoDuration.schema(), 5L, "long", 5L),
                type(Year.schema(), 2024, "int", 2024),
                type(Uuid.schema(), "a0eebc99", "string", "a0eebc99"),
                type(Json.schema(), "{}", "string", "{}"),
                type(Xml.schema(), "<a/>", "string", "<a/>"),
                type(Enum.builder("a,b").build(), "a", "string", "a"),
                type(EnumSet.builder("a,b").build(), "a,b", "string", "a,b"),
                type(Bits.schema(9), new byte[] {1, 1}, "bytes", ByteBuffer.wrap(new byte[] {1, 1})),
                type(map, entries, "map", entries),
                type(DoubleVector.schema(), List.of(1.0, 2.0), "array", List.of(1.0, 2.0)),
                type(FloatVector.schema(), List.of(1.0f), "array", List.of(1.0f)),
                type(
                        SchemaBuilder.array(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)
                                        .build())
                                .build(),
                        List.of(Arrays.asList(1, null)),
                        "array",
                        List.of(Arrays.asList(1, null))));
    }

    private static Arguments type(Schema schema, Object value, String avroType, Object expected) {
        return Arguments.of(schema, value, avroType, expected);
    }

    @ParameterizedTest
    @MethodSource("types")
    void convertsEveryTypeAndKeepsItsMeaning(Schema type, Object value, String avroType, Object expected)
            throws Exception {
        ConvertedChange change = converter.convert(TABLE, insert("c", type, value));

        GenericRecord after =
                (GenericRecord) AvroBinary.roundTrip(change.envelope()).get("after");
        var column = after.getSchema().getField("c").schema();
        assertThat(column.getTypes().get(0).getName()).isEqualTo("null");
        assertThat(column.getTypes().get(1).getName()).isEqualTo(avroType);
        assertThat(column.getTypes().get(1).getProp("connect.name")).isEqualTo(type.name());
        assertThat(plain(after.get("c"))).isEqualTo(plain(expected));
        assertThat(change.absent()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void takesNullForEveryType(Schema type) throws Exception {
        SourceRecord insert = insert("c", optional(type), null);

        GenericRecord after = (GenericRecord)
                AvroBinary.roundTrip(converter.convert(TABLE, insert).envelope())
                        .get("after");

        assertThat(after.get("c")).isNull();
    }

    @Test
    void binaryDataThatIsTooLargeToTravelIsToldByItsSize() throws Exception {
        ConnectToAvro limited = new ConnectToAvro(unavailable, 3);

        GenericRecord carried =
                AvroBinary.roundTrip(limited.convert(TABLE, insert("c", Schema.BYTES_SCHEMA, new byte[3]))
                        .envelope());
        GenericRecord withheld =
                AvroBinary.roundTrip(limited.convert(TABLE, insert("c", Schema.BYTES_SCHEMA, new byte[4]))
                        .envelope());

        assertThat(((GenericRecord) carried.get("after")).get("c")).isEqualTo(ByteBuffer.wrap(new byte[3]));
        assertThat((Map<?, ?>) carried.get("withheld")).isEmpty();
        assertThat(((GenericRecord) withheld.get("after")).get("c")).isNull();
        assertThat(withheld.get("withheld")).hasToString("{c=4}");
        assertThat((List<?>) withheld.get("absent")).isEmpty();
    }

    @Test
    void convertsNestedStructsAndDefinesEachOnce() throws Exception {
        Schema row = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("p1", Point.builder().optional().build())
                .field("p2", Point.builder().optional().build())
                .field("g", Geometry.builder().optional().build())
                .field("geo", Geography.builder().optional().build())
                .field("n", VariableScaleDecimal.builder().optional().build())
                .field("v", SparseDoubleVector.builder().optional().build())
                .build();
        Struct after = new Struct(row).put("id", 1);
        after.put("p1", Point.createValue(row.field("p1").schema(), 1, 2));
        after.put("g", Geometry.createValue(row.field("g").schema(), new byte[] {1}, 4326));
        after.put("geo", Geography.createValue(row.field("geo").schema(), new byte[] {1}, 4326));
        after.put("n", VariableScaleDecimal.fromLogical(row.field("n").schema(), new BigDecimal("1.5")));
        after.put("v", SparseDoubleVector.fromLogical(row.field("v").schema(), "{1:1.5}/3"));

        ConvertedChange change = converter.convert(TABLE, record(row, after));

        GenericRecord image =
                (GenericRecord) AvroBinary.roundTrip(change.envelope()).get("after");
        assertThat(((GenericRecord) image.get("p1")).get("x")).isEqualTo(1.0);
        assertThat(image.get("p2")).isNull();
        assertThat(((GenericRecord) image.get("n")).get("scale")).isEqualTo(1);
        assertThat(image.getSchema().getField("p1").schema().getTypes().get(1))
                .isSameAs(image.getSchema().getField("p2").schema().getTypes().get(1));
    }

    @Test
    void givesTheSameTextForTheSameSchema() {
        String first = converter
                .convert(TABLE, insert("unit price", Uuid.schema(), "u"))
                .envelope()
                .getSchema()
                .toString();
        String second = new ConnectToAvro(UnavailableValue.random(new Random(9)), 1_000_000)
                .convert(TABLE, insert("unit price", Uuid.schema(), "v"))
                .envelope()
                .getSchema()
                .toString();

        assertThat(second).isEqualTo(first).contains("\"ferry.name\":\"unit price\"");
        assertThat(new org.apache.avro.SchemaParser().parse(first).mainSchema().toString())
                .isEqualTo(first);
    }

    @Test
    void givesTwoTablesDifferentNames() {
        CapturedTable dotInTable = new CapturedTable("erp", "public", "a.b", TABLE.before());
        CapturedTable dotInSchema = new CapturedTable("erp", "public.a", "b", TABLE.before());
        SourceRecord insert = insert("c", Schema.STRING_SCHEMA, "x");

        assertThat(converter.convert(dotInTable, insert).envelope().getSchema().getFullName())
                .isEqualTo("erp.public.a_x002E_b.Envelope")
                .isNotEqualTo(converter
                        .convert(dotInSchema, insert)
                        .envelope()
                        .getSchema()
                        .getFullName());
    }

    @Test
    void namesTheFieldThatDoesNotFitItsSchema() {
        Schema decimal =
                Decimal.builder(0).parameter("connect.decimal.precision", "2").build();

        assertThatThrownBy(() -> converter.convert(TABLE, insert("price", decimal, new BigDecimal("123"))))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("public.item")
                .hasMessageContaining("price")
                .hasMessageContaining("numeric(2,0)");
    }

    @Test
    void refusesATombstone() {
        SourceRecord tombstone = new SourceRecord(Map.of(), Map.of(), "t", null, null, null, null);

        assertThatThrownBy(() -> converter.convert(TABLE, tombstone)).isInstanceOf(ConversionException.class);
    }

    private static SourceRecord insert(String column, Schema type, @Nullable Object value) {
        Schema row = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field(column, type)
                .build();
        return record(row, new Struct(row).put("id", 1).put(column, value));
    }

    private static SourceRecord record(Schema row, Struct after) {
        Schema image = optional(row);
        Schema key = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        Schema envelope = SchemaBuilder.struct()
                .name("src.public.item.Envelope")
                .field("before", image)
                .field("after", image)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Struct copy = new Struct(image);
        row.fields().forEach(field -> copy.put(field.name(), after.get(field)));
        Struct value = new Struct(envelope).put("after", copy).put("op", "c");
        return new SourceRecord(
                Map.of(),
                Map.of(),
                "src.public.item",
                key,
                new Struct(key).put("id", after.get("id")),
                envelope,
                value);
    }

    private static Schema optional(Schema schema) {
        SchemaBuilder builder = switch (schema.type()) {
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            default -> SchemaBuilder.type(schema.type());
        };
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        }
        if (schema.parameters() != null) {
            schema.parameters().forEach(builder::parameter);
        }
        if (schema.name() != null) {
            builder.name(schema.name());
        }
        return builder.optional().build();
    }

    /** Avro reads text as Utf8. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof CharSequence || value instanceof Map<?, ?>) {
            return value.toString();
        }
        return value;
    }
}
