package org.dataferry.capture.dump.publish;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.RecordCodec;

/** {@link PublishedDump} as Avro. */
final class PublishedDumpCodec implements RecordCodec<PublishedDump> {

    private static final Schema SCHEMA = SchemaBuilder.record("PublishedDump")
            .namespace("org.dataferry")
            .fields()
            .requiredString("series")
            .requiredInt("epoch")
            .requiredLong("number")
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(PublishedDump dump) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("series", dump.series());
        record.put("epoch", dump.epoch());
        record.put("number", dump.number());
        return record;
    }

    @Override
    public PublishedDump read(GenericRecord record) {
        return new PublishedDump(
                record.get("series").toString(), (Integer) record.get("epoch"), (Long) record.get("number"));
    }
}
