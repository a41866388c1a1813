package org.dataferry.transform.state;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.TargetState;

/** {@link StatePart} as an Avro record. */
final class StateFields {

    private static final Schema UNDERWAY = SchemaBuilder.record("StateUnderway")
            .namespace("org.dataferry.state")
            .fields()
            .requiredLong("version")
            .requiredInt("state")
            .requiredInt("status")
            .endRecord();

    static final Schema SCHEMA = SchemaBuilder.record("StatePart")
            .namespace("org.dataferry.state")
            .fields()
            .optionalInt("appliedState")
            .optionalInt("appliedStatus")
            .name("underway")
            .type()
            .array()
            .items(UNDERWAY)
            .arrayDefault(List.of())
            .optionalString("heldWrite")
            .optionalInt("heldState")
            .optionalInt("heldStatus")
            .name("superseded")
            .type()
            .booleanType()
            .booleanDefault(false)
            .requiredBoolean("uncertain")
            .endRecord();

    private StateFields() {}

    static GenericRecord write(StatePart part) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("superseded", part.superseded());
        record.put("uncertain", part.uncertain());
        part.applied().ifPresent(state -> put(record, "applied", state));
        record.put("underway", part.underway().stream().map(StateFields::write).toList());
        part.held().ifPresent(held -> {
            record.put("heldWrite", held.write().text());
            put(record, "held", held.state());
        });
        return record;
    }

    static StatePart read(GenericRecord record) {
        return new StatePart(
                get(record, "applied"),
                ((List<?>) record.get("underway"))
                        .stream()
                                .map(sent -> readUnderway((GenericRecord) sent))
                                .toList(),
                get(record, "held")
                        .map(state -> new StatePart.Held(
                                WriteId.parse(record.get("heldWrite").toString()), state)),
                (Boolean) record.get("superseded"),
                (Boolean) record.get("uncertain"));
    }

    private static GenericRecord write(StatePart.Underway sent) {
        GenericRecord record = new GenericData.Record(UNDERWAY);
        record.put("version", sent.version());
        record.put("state", sent.state().state());
        record.put("status", sent.state().status());
        return record;
    }

    private static StatePart.Underway readUnderway(GenericRecord record) {
        TargetState state = new TargetState((Integer) record.get("state"), (Integer) record.get("status"));
        return new StatePart.Underway((Long) record.get("version"), state);
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
