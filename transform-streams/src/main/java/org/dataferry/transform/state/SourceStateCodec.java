package org.dataferry.transform.state;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.ColumnsCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;

/** {@link SourceState} as Avro. */
public final class SourceStateCodec implements RecordCodec<SourceState> {

    private static final Schema SCHEMA = SchemaBuilder.record("SourceState")
            .namespace("org.dataferry.state")
            .fields()
            .requiredString("position")
            .requiredBoolean("present")
            .name("columns")
            .type(ColumnsCodec.schema())
            .noDefault()
            .name("displacing")
            .type()
            .booleanType()
            .booleanDefault(false)
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(SourceState state) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("position", state.position().text());
        record.put("present", state.image().isPresent());
        record.put("displacing", state.displacing());
        record.put(
                "columns",
                state.image().map(image -> ColumnsCodec.write(image.columns())).orElse(List.of()));
        return record;
    }

    @Override
    public SourceState read(GenericRecord record) {
        return new SourceState(
                SourcePosition.parse(record.get("position").toString()),
                (Boolean) record.get("present")
                        ? Optional.of(new SourceRow(ColumnsCodec.read((List<?>) record.get("columns"))))
                        : Optional.empty(),
                (Boolean) record.get("displacing"));
    }
}
