package org.dataferry.schemas.avro;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.value.EpochMicros;

/** {@link ReplayCommand} as Avro. */
public final class ReplayCodec implements RecordCodec<ReplayCommand> {

    private static final Schema SCHEMA = AvroSchemas.load("Replay");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(ReplayCommand command) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("replayId", command.replayId());
        record.put("source", command.table().source());
        record.put("schema", command.table().schema());
        record.put("table", command.table().table());
        record.put("key", command.key().text());
        record.put("entity", command.entity());
        record.put("requestedBy", command.requestedBy());
        record.put("at", EpochMicros.of(command.at()));
        return record;
    }

    @Override
    public ReplayCommand read(GenericRecord record) {
        return new ReplayCommand(
                AvroSchemas.text(record, "replayId"),
                new SourceTable(
                        AvroSchemas.text(record, "source"),
                        AvroSchemas.text(record, "schema"),
                        AvroSchemas.text(record, "table")),
                SourceKey.parse(AvroSchemas.text(record, "key")),
                AvroSchemas.text(record, "entity"),
                AvroSchemas.text(record, "requestedBy"),
                EpochMicros.toInstant(AvroSchemas.number(record, "at")));
    }
}
