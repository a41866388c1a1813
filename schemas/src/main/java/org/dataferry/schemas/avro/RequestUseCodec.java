package org.dataferry.schemas.avro;

import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.value.EpochMicros;

/** {@link RequestUse} as Avro. */
public final class RequestUseCodec implements RecordCodec<RequestUse> {

    private static final Schema SCHEMA = AvroSchemas.load("RequestUse");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(RequestUse use) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("process", use.process());
        record.put("from", EpochMicros.of(use.from()));
        record.put("requests", use.requests());
        record.put("shutOut", use.shutOut().orElse(null));
        return record;
    }

    @Override
    public RequestUse read(GenericRecord record) {
        return new RequestUse(
                AvroSchemas.text(record, "process"),
                EpochMicros.toInstant(AvroSchemas.number(record, "from")),
                AvroSchemas.number(record, "requests"),
                Optional.ofNullable(AvroSchemas.textOrNull(record, "shutOut")));
    }
}
