package org.dataferry.transform.state;

import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.TargetState;

/** {@link StatePart} as an Avro record. */
final class StateFields {

    static final Schema SCHEMA = SchemaBuilder.record("StatePart")
            .namespace("org.dataferry.state")
            .fields()
            .optionalInt("appliedState")
            .optionalInt("appliedStatus")
            .optionalLong("underwayVersion")
            .optionalInt("underwayState")
            .optionalInt("underwayStatus")
            .optionalString("heldWrite")
            .optionalInt("heldState")
            .optionalInt("heldStatus")
            .requiredBoolean("uncertain")
            .endRecord();

    private StateFields() {}

    static GenericRecord write(StatePart part) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("uncertain", part.uncertain());
        part.applied().ifPresent(state -> put(record, "applied", state));
        part.underway().ifPresent(sent -> {
            record.put("underwayVersion", sent.version());
            put(record, "underway", sent.state());
        });
        part.held().ifPresent(held -> {
            record.put("heldWrite", held.write().text());
            put(record, "held", held.state());
        });
        return record;
    }

    static StatePart read(GenericRecord record) {
        return new StatePart(
                get(record, "applied"),
                get(record, "underway")
                        .map(state -> new StatePart.Underway((Long) record.get("underwayVersion"), state)),
                get(record, "held")
                        .map(state -> new StatePart.Held(
                                WriteId.parse(record.get("heldWrite").toString()), state)),
                (Boolean) record.get("uncertain"));
    }

    private static void put(GenericRecord record, String which, TargetState state) {
        record.put(which + "State", state.state());
        record.put(which + "Status", state.status());
    }

    private static Optional<TargetState> get(GenericRecord record, String which) {
        Object state = record.get(which + "State");
        return state == null
                ? Optional.empty()
                : Optional.of(new TargetState((Integer) state, (Integer) record.get(which + "Status")));
    }
}
