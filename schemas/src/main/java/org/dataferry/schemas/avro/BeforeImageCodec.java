package org.dataferry.schemas.avro;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.EpochMicros;

/** {@link BeforeImage} as Avro. */
public final class BeforeImageCodec implements RecordCodec<BeforeImage> {

    private static final Schema SCHEMA = AvroSchemas.load("BeforeImage");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(BeforeImage image) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("row", image.row().text());
        record.put("guid", image.guid().toString());
        record.put("columns", image.columns());
        record.put("readAt", EpochMicros.of(image.readAt()));
        return record;
    }

    @Override
    public BeforeImage read(GenericRecord record) {
        Map<String, String> columns = new HashMap<>();
        ((Map<?, ?>) record.get("columns")).forEach((name, json) -> columns.put(name.toString(), json.toString()));
        return new BeforeImage(
                RowId.parse(AvroSchemas.text(record, "row")),
                UUID.fromString(AvroSchemas.text(record, "guid")),
                columns,
                EpochMicros.toInstant(AvroSchemas.number(record, "readAt")));
    }
}
