package org.dataferry.capture.snapshot;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.key.SourceTable;

/** {@link DoneChunk} as Avro. */
final class ChunkCodec implements RecordCodec<DoneChunk> {

    private static final Schema SCHEMA = SchemaBuilder.record("DoneChunk")
            .namespace("org.dataferry")
            .fields()
            .requiredString("source")
            .requiredString("schema")
            .requiredString("table")
            .requiredLong("from")
            .requiredLong("to")
            .requiredString("layout")
            .requiredString("snapshot")
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(DoneChunk chunk) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        List<Object> values = List.of(
                chunk.table().source(),
                chunk.table().schema(),
                chunk.table().table(),
                chunk.from(),
                chunk.to(),
                chunk.layout(),
                chunk.snapshot());
        for (int i = 0; i < values.size(); i++) {
            record.put(i, values.get(i));
        }
        return record;
    }

    @Override
    public DoneChunk read(GenericRecord record) {
        return new DoneChunk(
                new SourceTable(
                        record.get("source").toString(),
                        record.get("schema").toString(),
                        record.get("table").toString()),
                (Long) record.get("from"),
                (Long) record.get("to"),
                record.get("layout").toString(),
                record.get("snapshot").toString());
    }
}
