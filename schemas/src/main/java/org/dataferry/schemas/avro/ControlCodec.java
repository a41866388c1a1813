package org.dataferry.schemas.avro;

import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.value.EpochMicros;

/** {@link ControlEvent} as Avro. */
public final class ControlCodec implements RecordCodec<ControlEvent> {

    private static final Schema SCHEMA = AvroSchemas.load("Control");

    private enum ControlKind {
        STATES_OPENED,
        REPLAYED
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(ControlEvent event) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("by", event.by());
        record.put("why", event.why());
        record.put("at", EpochMicros.of(event.at()));
        ControlKind kind = switch (event) {
            case ControlEvent.StatesOpened opened -> {
                record.put("entity", opened.entity());
                record.put("rebuild", opened.rebuild());
                yield ControlKind.STATES_OPENED;
            }
            case ControlEvent.Replayed replayed -> {
                record.put("replayId", replayed.replayId());
                record.put("entity", replayed.entity());
                record.put("rows", replayed.rows());
                yield ControlKind.REPLAYED;
            }
        };
        record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", kind));
        return record;
    }

    @Override
    public ControlEvent read(GenericRecord record) {
        String by = AvroSchemas.text(record, "by");
        String why = AvroSchemas.text(record, "why");
        Instant at = EpochMicros.toInstant(AvroSchemas.number(record, "at"));
        return switch (AvroSchemas.constant(ControlKind.class, record, "kind")) {
            case STATES_OPENED ->
                new ControlEvent.StatesOpened(
                        AvroSchemas.text(record, "entity"), (Integer) record.get("rebuild"), by, why, at);
            case REPLAYED ->
                new ControlEvent.Replayed(
                        AvroSchemas.text(record, "replayId"),
                        AvroSchemas.text(record, "entity"),
                        AvroSchemas.number(record, "rows"),
                        by,
                        why,
                        at);
        };
    }
}
