package org.dataferry.schemas.avro;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/** {@link FanOut} as Avro. */
public final class FanOutCodec implements RecordCodec<FanOut> {

    private static final Schema SCHEMA = AvroSchemas.load("FanOut");
    private static final Schema WRITE = SCHEMA.getField("writes").schema().getElementType();

    private enum FanOutKind {
        ANNOUNCED,
        REDELIVERED,
        REANNOUNCED
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(FanOut fanOut) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("writes", List.of());
        switch (fanOut) {
            case FanOut.Announced(ChangeId change, List<WriteId> writes) -> {
                record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", FanOutKind.ANNOUNCED));
                record.put("change", change.text());
                record.put("writes", announced(writes));
            }
            case FanOut.Redelivered(ChangeId change) -> {
                record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", FanOutKind.REDELIVERED));
                record.put("change", change.text());
            }
            case FanOut.Reannounced(Cause cause, List<WriteId> writes) -> {
                record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", FanOutKind.REANNOUNCED));
                record.put("cause", cause.text());
                record.put("writes", announced(writes));
            }
        }
        return record;
    }

    @Override
    public FanOut read(GenericRecord record) {
        return switch (AvroSchemas.constant(FanOutKind.class, record, "kind")) {
            case ANNOUNCED -> {
                ChangeId change = change(record);
                yield new FanOut.Announced(change, readWrites(record, new Cause.OfChange(change)));
            }
            case REDELIVERED -> new FanOut.Redelivered(change(record));
            case REANNOUNCED -> {
                Cause cause = Cause.parse(AvroSchemas.text(record, "cause"));
                yield new FanOut.Reannounced(cause, readWrites(record, cause));
            }
        };
    }

    private static ChangeId change(GenericRecord record) {
        return ChangeId.parse(AvroSchemas.text(record, "change"));
    }

    private static List<GenericRecord> announced(List<WriteId> writes) {
        List<GenericRecord> written = new ArrayList<>(writes.size());
        for (WriteId write : writes) {
            GenericRecord record = new GenericData.Record(WRITE);
            WriteIdFields.write(record, write);
            written.add(record);
        }
        return written;
    }

    private static List<WriteId> readWrites(GenericRecord record, Cause cause) {
        List<WriteId> writes = new ArrayList<>();
        for (Object item : (List<?>) record.get("writes")) {
            writes.add(WriteIdFields.read((GenericRecord) item, cause));
        }
        return writes;
    }
}
