package org.dataferry.transform.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** Records as capture writes them, of a table with id, name, a large note, and tags. */
final class TestSource {

    private static final Schema ROW = SchemaBuilder.record("Value")
            .fields()
            .requiredLong("id")
            .optionalString("name")
            .optionalString("note")
            .name("tags")
            .type(Schema.createArray(Schema.create(Schema.Type.STRING)))
            .noDefault()
            .endRecord();

    private static final Schema ENVELOPE = SchemaBuilder.record("Envelope")
            .fields()
            .name("before")
            .type(Schema.createUnion(Schema.create(Schema.Type.NULL), ROW))
            .noDefault()
            .name("after")
            .type(Schema.createUnion(Schema.create(Schema.Type.NULL), ROW))
            .noDefault()
            .name("source")
            .type(SchemaBuilder.record("Source").fields().requiredLong("ts_ms").endRecord())
            .noDefault()
            .requiredString("op")
            .name("absent")
            .type(Schema.createArray(Schema.create(Schema.Type.STRING)))
            .noDefault()
            .endRecord();

    private final ConfluentAvro avro;

    TestSource(ConfluentAvro avro) {
        this.avro = avro;
    }

    static SourceKey key(long id) {
        return SourceKey.of(Value.whole(id));
    }

    static SourcePosition at(int epoch, long lsn) {
        return new SourcePosition.InLog(epoch, lsn, 0, 0);
    }

    TestRecord<byte[], byte[]> row(String op, long id, SourcePosition position, String name, @Nullable String note) {
        GenericRecord row = new GenericData.Record(ROW);
        row.put("id", id);
        row.put("name", name);
        row.put("note", note);
        row.put("tags", List.of("t1", "t2"));
        return record(id, position, envelope(op, row, List.of()));
    }

    /** An update that did not touch the large column. */
    TestRecord<byte[], byte[]> updateWithoutNote(long id, SourcePosition position, String name) {
        GenericRecord row = new GenericData.Record(ROW);
        row.put("id", id);
        row.put("name", name);
        row.put("tags", List.of());
        return record(id, position, envelope("u", row, List.of("note")));
    }

    TestRecord<byte[], byte[]> delete(long id, SourcePosition position) {
        return record(id, position, envelope("d", null, List.of()));
    }

    static TestRecord<byte[], byte[]> marker(SourcePosition position) {
        return new TestRecord<>(
                EnvelopeFields.MARKER_KEY.getBytes(UTF_8),
                null,
                headers(EnvelopeFields.EPOCH_COMPLETE_HEADER, position));
    }

    private static TestRecord<byte[], byte[]> record(long id, SourcePosition position, byte[] value) {
        return new TestRecord<>(
                key(id).text().getBytes(UTF_8), value, headers(EnvelopeFields.POSITION_HEADER, position));
    }

    private byte[] envelope(String op, @Nullable GenericRecord after, List<String> absent) {
        GenericRecord source =
                new GenericData.Record(ENVELOPE.getField("source").schema());
        source.put("ts_ms", 1_700_000_000_000L);
        GenericRecord envelope = new GenericData.Record(ENVELOPE);
        envelope.put("source", source);
        envelope.put("after", after);
        envelope.put("op", op);
        envelope.put("absent", absent);
        return avro.encode("changes-value", envelope);
    }

    private static Headers headers(String name, SourcePosition position) {
        return new RecordHeaders().add(name, position.text().getBytes(UTF_8));
    }
}
