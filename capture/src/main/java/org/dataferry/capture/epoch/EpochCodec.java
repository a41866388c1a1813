package org.dataferry.capture.epoch;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.RecordCodec;

/** {@link TableEpochs} as Avro. */
final class EpochCodec implements RecordCodec<TableEpochs> {

    private static final Schema EPOCH = SchemaBuilder.record("Epoch")
            .namespace("org.dataferry")
            .fields()
            .requiredInt("number")
            .requiredString("kind")
            .requiredLong("base")
            .requiredLong("lsn")
            .requiredInt("ordinal")
            .endRecord();

    private static final Schema SCHEMA = SchemaBuilder.record("TableEpochs")
            .namespace("org.dataferry")
            .fields()
            .name("epochs")
            .type()
            .array()
            .items(EPOCH)
            .noDefault()
            .endRecord();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(TableEpochs table) {
        List<GenericRecord> written = new ArrayList<>();
        for (Epoch epoch : table.epochs()) {
            GenericRecord record = new GenericData.Record(EPOCH);
            record.put("number", epoch.number());
            record.put("kind", epoch.kind().name());
            record.put("base", epoch.start().base());
            record.put("lsn", epoch.start().lsn());
            record.put("ordinal", epoch.start().ordinal());
            written.add(record);
        }
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("epochs", written);
        return record;
    }

    @Override
    public TableEpochs read(GenericRecord record) {
        List<Epoch> epochs = new ArrayList<>();
        for (Object each : (List<?>) record.get("epochs")) {
            GenericRecord epoch = (GenericRecord) each;
            epochs.add(new Epoch(
                    (Integer) epoch.get("number"),
                    Epoch.Kind.valueOf(epoch.get("kind").toString()),
                    new LogPoint((Long) epoch.get("base"), (Long) epoch.get("lsn"), (Integer) epoch.get("ordinal"))));
        }
        return new TableEpochs(epochs);
    }
}
