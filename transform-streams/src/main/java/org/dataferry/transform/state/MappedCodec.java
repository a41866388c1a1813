package org.dataferry.transform.state;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.ColumnsCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.mapping.TargetState;

/** What a mapping makes of a source row, as Avro. */
public final class MappedCodec implements RecordCodec<Mapped> {

    private static final Schema SCHEMA = SchemaBuilder.record("Mapped")
            .namespace("org.dataferry.state")
            .fields()
            .name("columns")
            .type(ColumnsCodec.schema())
            .noDefault()
            .name("lookups")
            .type()
            .array()
            .items(LookupFields.SCHEMA)
            .noDefault()
            .optionalInt("state")
            .optionalInt("status")
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(Mapped mapped) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("columns", ColumnsCodec.write(mapped.columns()));
        record.put("lookups", LookupFields.writeNames(mapped.lookups()));
        mapped.state().ifPresent(state -> {
            record.put("state", state.state());
            record.put("status", state.status());
        });
        return record;
    }

    @Override
    public Mapped read(GenericRecord record) {
        Object state = record.get("state");
        return new Mapped(
                ColumnsCodec.read((List<?>) record.get("columns")),
                LookupFields.readNames((List<?>) record.get("lookups")),
                state == null
                        ? Optional.empty()
                        : Optional.of(new TargetState((Integer) state, (Integer) record.get("status"))));
    }
}
