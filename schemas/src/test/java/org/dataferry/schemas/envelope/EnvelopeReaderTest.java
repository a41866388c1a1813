package org.dataferry.schemas.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader.Content;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.registry.RegistryException;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EnvelopeReaderTest {

    private static final SourceTable TABLE = new SourceTable("nw", "public", "orders");
    private static final String KEY = "ia7";
    private static final String POSITION = "l1.200.100.0";
    private static final Instant COMMITTED = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final String PLAIN =
            "{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"note\",\"type\":[\"null\",\"string\"]}";

    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    private final EnvelopeReader reader = new EnvelopeReader("m", avro);

    @Test
    void readsEachOperation() {
        ChangeId id = new ChangeId("m", TABLE, SourceKey.parse(KEY), SourcePosition.parse(POSITION));
        SourceRow before = row("old");
        SourceRow after = row("new");

        assertThat(read("r", null, "new")).isEqualTo(new ChangeEvent.Snapshotted(id, COMMITTED, after));
        assertThat(read("c", null, "new")).isEqualTo(new ChangeEvent.Inserted(id, COMMITTED, after));
        assertThat(read("u", "old", "new")).isEqualTo(new ChangeEvent.Updated(id, COMMITTED, before, after));
        assertThat(read("u", null, "new")).isEqualTo(new ChangeEvent.Updated(id, COMMITTED, null, after));
        assertThat(read("d", "old", null)).isEqualTo(new ChangeEvent.Deleted(id, COMMITTED, before));
        assertThat(read("d", null, null)).isEqualTo(new ChangeEvent.Deleted(id, COMMITTED, null));
    }

    @Test
    void columnThatTheChangeDidNotCarryIsAbsentAndIsFilledFromTheEarlierImage() {
        byte[] envelope = envelope("u", "old", null, true, List.of("note"));

        ChangeEvent.Updated updated = (ChangeEvent.Updated) event(envelope);

        assertThat(updated.after().get("note")).isEqualTo(Value.ABSENT);
        assertThat(updated.after().get("unknown")).isEqualTo(Value.ABSENT);
        assertThat(updated.after().filledFrom(row("kept"))).isEqualTo(row("kept"));
        assertThat(row("x").filledFrom(row("kept"))).isEqualTo(row("x"));
    }

    @Test
    void valueThatWasTooLargeToTravelIsKnownByItsSizeAndKept() {
        Schema plain = envelopeSchema(PLAIN);
        List<Schema.Field> fields = new ArrayList<>();
        plain.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("withheld", Schema.createMap(Schema.create(Schema.Type.LONG))));
        Schema schema = Schema.createRecord("Envelope", null, "nw.public.orders", false, fields);
        GenericRecord after = written(schema, null);

        ChangeEvent.Inserted inserted = (ChangeEvent.Inserted) event(encode(
                schema, "c", null, after, List.of(), envelope -> envelope.put("withheld", Map.of("note", 9_000_000L))));

        assertThat(inserted.after().get("note")).isEqualTo(new Value.Withheld(9_000_000));
        assertThat(new SourceRow(Map.of("note", Value.ABSENT))
                        .filledFrom(inserted.after())
                        .get("note"))
                .isEqualTo(new Value.Withheld(9_000_000));
    }

    @Test
    void tombstoneIsNoEvent() {
        assertThat(reader.read(TABLE, KEY, null, new RecordHeaders())).isEqualTo(new Content.Tombstone());
    }

    @Test
    void markerEndsAnEpoch() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EnvelopeFields.EPOCH_COMPLETE_HEADER, "d2.5".getBytes(UTF_8));

        assertThat(reader.read(TABLE, EnvelopeFields.MARKER_KEY, null, headers))
                .isEqualTo(new Content.EpochComplete(TABLE, new SourcePosition.InDump(2, 5)));
    }

    private record Typed(String type, Object written, Value read) {
        @Override
        public String toString() {
            return type;
        }
    }

    private static final List<Typed> TYPES = List.of(
            new Typed("\"boolean\"", true, new Value.Bool(true)),
            new Typed("\"int\"", 5, Value.whole(5)),
            new Typed("\"long\"", 5L, Value.whole(5)),
            new Typed("\"float\"", 32.38f, new Value.Floating(32.38)),
            new Typed("\"double\"", 0.1, new Value.Floating(0.1)),
            new Typed("\"string\"", "a", Value.text("a")),
            new Typed("\"null\"", "null", Value.NULL),
            new Typed("[\"null\",\"string\"]", "a", Value.text("a")),
            new Typed("\"bytes\"", ByteBuffer.wrap(new byte[] {1, 2}), new Value.Bytes(new byte[] {1, 2})),
            new Typed(
                    "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2,"
                            + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\"}",
                    ByteBuffer.wrap(new BigDecimal("12.50").unscaledValue().toByteArray()),
                    Value.decimal("12.5")),
            new Typed(connect("int", "io.debezium.time.Date"), 11, new Value.Day(LocalDate.of(1970, 1, 12))),
            new Typed(connect("int", "io.debezium.time.Date"), 106_751_991, Value.text("infinity")),
            new Typed(connect("int", "io.debezium.time.Date"), -106_751_992, Value.text("-infinity")),
            new Typed(connect("int", "io.debezium.time.Date"), -622_191_234, Value.text("infinity")),
            new Typed(connect("int", "io.debezium.time.Date"), -625_821_272, Value.text("-infinity")),
            new Typed(connect("int", "org.apache.kafka.connect.data.Date"), 0, new Value.Day(LocalDate.ofEpochDay(0))),
            new Typed(connect("long", "io.debezium.time.Timestamp"), 1_001L, local("1970-01-01T00:00:01.001")),
            new Typed(connect("long", "io.debezium.time.MicroTimestamp"), -1L, local("1969-12-31T23:59:59.999999")),
            new Typed(
                    connect("long", "io.debezium.time.MicroTimestamp"),
                    9_223_372_036_825_200_000L,
                    Value.text("infinity")),
            new Typed(
                    connect("long", "io.debezium.time.MicroTimestamp"),
                    -9_223_372_036_832_400_000L,
                    Value.text("-infinity")),
            new Typed(connect("long", "io.debezium.time.NanoTimestamp"), 1_999L, local("1970-01-01T00:00:00.000001")),
            new Typed(
                    connect("string", "io.debezium.time.ZonedTimestamp"),
                    "1970-01-01T01:00:00.5+01:00",
                    new Value.Moment(Instant.ofEpochMilli(500))),
            new Typed(connect("string", "io.debezium.time.ZonedTimestamp"), "infinity", Value.text("infinity")),
            new Typed(connect("int", "io.debezium.time.Time"), 1_000, new Value.TimeOfDay(LocalTime.of(0, 0, 1))),
            new Typed(connect("long", "io.debezium.time.MicroTime"), 86_400_000_000L, Value.text("24:00:00")),
            new Typed(
                    connect("long", "io.debezium.time.NanoTime"),
                    60_000_000_000L,
                    new Value.TimeOfDay(LocalTime.of(0, 1))),
            new Typed(
                    connect("string", "io.debezium.data.Uuid"),
                    "6f1c1f0e-0000-4000-8000-0123456789ab",
                    new Value.Guid(UUID.fromString("6f1c1f0e-0000-4000-8000-0123456789ab"))),
            new Typed(connect("string", "io.debezium.data.Json"), "{\"a\":1}", Value.text("{\"a\":1}")),
            new Typed(
                    "{\"type\":\"array\",\"items\":[\"null\",\"int\"]}",
                    List.of(1, 2),
                    new Value.Many(List.of(Value.whole(1), Value.whole(2)))),
            new Typed("{\"type\":\"map\",\"values\":\"string\"}", Map.of("k", "v"), Value.text("{k=v}")));

    @ParameterizedTest
    @FieldSource("TYPES")
    void readsEachSemanticType(Typed typed) {
        Schema schema = envelopeSchema("{\"name\":\"id\",\"type\":" + typed.type() + ",\"ferry.name\":\"the id\"}");
        GenericRecord row = new GenericData.Record(rowSchema(schema));
        row.put("id", typed.written().equals("null") ? null : typed.written());

        ChangeEvent.Inserted inserted = (ChangeEvent.Inserted) event(encode(schema, "c", null, row, List.of()));

        assertThat(inserted.after().columns()).containsExactly(Map.entry("the id", typed.read()));
    }

    @Test
    void readsDecimalsOfFixedAndOfVariableScale() {
        Schema schema = envelopeSchema("{\"name\":\"id\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":1,"
                + "\"logicalType\":\"decimal\",\"precision\":2,\"scale\":1}},"
                + "{\"name\":\"v\",\"type\":{\"type\":\"record\",\"name\":\"V\","
                + "\"connect.name\":\"io.debezium.data.VariableScaleDecimal\",\"fields\":["
                + "{\"name\":\"scale\",\"type\":\"int\"},{\"name\":\"value\",\"type\":\"bytes\"}]}},"
                + "{\"name\":\"p\",\"type\":{\"type\":\"record\",\"name\":\"P\",\"fields\":["
                + "{\"name\":\"x\",\"type\":\"int\"}]}}");
        GenericRecord row = new GenericData.Record(rowSchema(schema));
        row.put("id", new GenericData.Fixed(rowSchema(schema).getField("id").schema(), new byte[] {15}));
        GenericRecord variable =
                new GenericData.Record(rowSchema(schema).getField("v").schema());
        variable.put("scale", 3);
        variable.put("value", ByteBuffer.wrap(new byte[] {5}));
        row.put("v", variable);
        GenericRecord point =
                new GenericData.Record(rowSchema(schema).getField("p").schema());
        point.put("x", 1);
        row.put("p", point);

        SourceRow read = ((ChangeEvent.Inserted) event(encode(schema, "c", null, row, List.of()))).after();

        assertThat(read.columns())
                .containsEntry("id", Value.decimal("1.5"))
                .containsEntry("v", Value.decimal("0.005"))
                .containsEntry("p", Value.text("{\"x\": 1}"));
    }

    @Test
    void whatIsNoEnvelopeIsUnreadable() {
        byte[] good = envelope("c", null, "new", false, List.of());

        assertUnreadable(null, good, POSITION, "has no key");
        assertUnreadable("?x", good, POSITION, "unknown type letter");
        assertUnreadable(KEY, good, null, "lacks the header ferry-position");
        assertUnreadable(KEY, good, "l1", "is not a source position");
        assertUnreadable(KEY, new byte[] {1, 2}, POSITION, "wire format");
        assertUnreadable(
                KEY, envelope("x", null, "new", false, List.of()), POSITION, "its op is 'x', expected r, c, u");
        assertUnreadable(KEY, envelope("c", "old", null, false, List.of()), POSITION, "no row after the change");
        Schema stranger = new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"S\",\"fields\":[]}")
                .mainSchema();
        assertUnreadable(KEY, avro.encode("s", new GenericData.Record(stranger)), POSITION, "it has no source");
        assertUnreadable(KEY, typed("[\"int\",\"string\"]", 1), POSITION, "a column of several types");
        assertUnreadable(KEY, typed(connect("string", "io.debezium.data.Uuid"), "x"), POSITION, "not an envelope");
        assertUnreadable(KEY, typed(connect("long", "io.debezium.time.MicroTime"), -1L), POSITION, "not an envelope");
    }

    @Test
    void brokenMarkerIsUnreadable() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EnvelopeFields.EPOCH_COMPLETE_HEADER, "soon".getBytes(UTF_8));

        assertThatThrownBy(() -> reader.read(TABLE, EnvelopeFields.MARKER_KEY, null, headers))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void changeIsNoDeadLetterBecauseTheRegistryIsDown() {
        byte[] good = envelope("c", null, "new", false, List.of());
        EnvelopeReader withoutRegistry = new EnvelopeReader(
                "m", new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of("http://127.0.0.1:1"))));

        assertThatThrownBy(() -> withoutRegistry.read(TABLE, KEY, good, headers(POSITION)))
                .isInstanceOf(RegistryException.class);
    }

    private ChangeEvent read(String op, @Nullable String before, @Nullable String after) {
        return event(envelope(op, before, after, false, List.of()));
    }

    private ChangeEvent event(byte[] envelope) {
        return ((Content.Event) reader.read(TABLE, KEY, envelope, headers(POSITION))).event();
    }

    private void assertUnreadable(@Nullable String key, byte[] value, @Nullable String position, String message) {
        assertThatThrownBy(() -> reader.read(TABLE, key, value, headers(position)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(message);
    }

    private byte[] envelope(
            String op, @Nullable String before, @Nullable String after, boolean withAfter, List<String> absent) {
        Schema schema = envelopeSchema(PLAIN);
        return encode(
                schema,
                op,
                before == null ? null : written(schema, before),
                after == null && !withAfter ? null : written(schema, after),
                absent);
    }

    private byte[] typed(String type, Object written) {
        Schema schema = envelopeSchema("{\"name\":\"id\",\"type\":" + type + "}");
        GenericRecord row = new GenericData.Record(rowSchema(schema));
        row.put("id", written);
        return encode(schema, "c", null, row, List.of());
    }

    private byte[] encode(
            Schema schema,
            String op,
            @Nullable GenericRecord before,
            @Nullable GenericRecord after,
            List<String> absent) {
        return encode(schema, op, before, after, absent, envelope -> {});
    }

    private byte[] encode(
            Schema schema,
            String op,
            @Nullable GenericRecord before,
            @Nullable GenericRecord after,
            List<String> absent,
            Consumer<GenericRecord> more) {
        GenericRecord source = new GenericData.Record(schema.getField("source").schema());
        source.put("ts_ms", COMMITTED.toEpochMilli());
        GenericRecord envelope = new GenericData.Record(schema);
        envelope.put("before", before);
        envelope.put("after", after);
        envelope.put("source", source);
        envelope.put("op", op);
        envelope.put("absent", absent);
        more.accept(envelope);
        // A subject for each form, as these are not versions of one table.
        return avro.encode("s" + schema.hashCode(), envelope);
    }

    private static GenericRecord written(Schema envelope, @Nullable String note) {
        GenericRecord row = new GenericData.Record(rowSchema(envelope));
        row.put("id", 7L);
        row.put("note", note);
        return row;
    }

    private static SourceRow row(String note) {
        return new SourceRow(Map.of("id", Value.whole(7), "note", Value.text(note)));
    }

    private static RecordHeaders headers(@Nullable String position) {
        RecordHeaders headers = new RecordHeaders();
        if (position != null) {
            headers.add(EnvelopeFields.POSITION_HEADER, position.getBytes(UTF_8));
        }
        return headers;
    }

    private static Schema rowSchema(Schema envelope) {
        return envelope.getField("before").schema().getTypes().get(1);
    }

    private static Schema envelopeSchema(String columns) {
        return new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"Envelope\",\"namespace\":\"nw.public.orders\",\"fields\":["
                        + "{\"name\":\"before\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Value\",\"fields\":["
                        + columns + "]}]},{\"name\":\"after\",\"type\":[\"null\",\"Value\"]},"
                        + "{\"name\":\"source\",\"type\":{\"type\":\"record\",\"name\":\"Source\",\"fields\":["
                        + "{\"name\":\"ts_ms\",\"type\":\"long\"}]}},{\"name\":\"op\",\"type\":\"string\"},"
                        + "{\"name\":\"absent\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}")
                .mainSchema();
    }

    private static String connect(String type, String name) {
        return "{\"type\":\"" + type + "\",\"connect.name\":\"" + name + "\"}";
    }

    private static Value local(String text) {
        return new Value.LocalMoment(LocalDateTime.parse(text));
    }
}
