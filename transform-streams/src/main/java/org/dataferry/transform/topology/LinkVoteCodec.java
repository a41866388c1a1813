package org.dataferry.transform.topology;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.write.WriteId;

/** {@link LinkVote} as Avro. */
final class LinkVoteCodec implements RecordCodec<LinkVote> {

    private static final Schema SCHEMA = SchemaBuilder.record("LinkVote")
            .namespace("org.dataferry.state")
            .fields()
            .requiredString("write")
            .requiredString("member")
            .requiredBoolean("present")
            .requiredBoolean("whole")
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(LinkVote vote) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("write", vote.write().text());
        record.put("member", vote.member());
        record.put("present", vote.present());
        record.put("whole", vote.whole());
        return record;
    }

    @Override
    public LinkVote read(GenericRecord record) {
        return new LinkVote(
                WriteId.parse(record.get("write").toString()),
                record.get("member").toString(),
                (Boolean) record.get("present"),
                (Boolean) record.get("whole"));
    }
}
