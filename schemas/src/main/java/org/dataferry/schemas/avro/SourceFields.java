package org.dataferry.schemas.avro;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.SourceTable;

/** The fields of {@link SourceEvent} in the record of a control event. */
final class SourceFields {

    private static final int TABLE_FIELDS = 3;

    private SourceFields() {}

    static void write(GenericRecord record, SourceEvent event) {
        record.put("source", event.source());
        switch (event) {
            case SourceEvent.Drifted drifted -> {
                record.put("sourceTable", text(drifted.table()));
                record.put("driftId", drifted.driftId());
                record.put("drifts", drifts(record.getSchema(), drifted.drifts()));
                record.put("held", drifted.paused());
            }
            case SourceEvent.DriftAccepted accepted -> record.put("sourceTable", text(accepted.table()));
            case SourceEvent.GapDecided decided -> {
                record.put("choice", decided.choice().name());
                record.put("gap", decided.gap());
                record.put("fromLsn", decided.from());
                record.put("toLsn", decided.to());
            }
            case SourceEvent.ResnapshotAsked asked -> {
                record.put("sourceTable", text(asked.table()));
                record.put("resnapshotId", asked.resnapshotId());
                record.put("condition", asked.where());
                record.put("acceptedDeletes", asked.acceptedDeletes());
            }
            case SourceEvent.Resnapshotted went -> {
                record.put("sourceTable", text(went.table()));
                record.put("resnapshotId", went.resnapshotId());
                record.put("step", went.step().name());
                record.put("difference", difference(went.rows()));
                record.put("text", went.text());
            }
        }
    }

    private static List<GenericRecord> drifts(Schema control, List<SourceDrift> drifts) {
        Schema schema = control.getField("drifts").schema().getTypes().get(1).getElementType();
        List<GenericRecord> written = new ArrayList<>();
        for (SourceDrift drift : drifts) {
            GenericRecord one = new GenericData.Record(schema);
            one.put("kind", drift.kind().name());
            one.put("before", drift.before());
            one.put("after", drift.after());
            written.add(one);
        }
        return written;
    }

    static SourceTable table(GenericRecord record) {
        List<String> fields = Fields.split(AvroSchemas.text(record, "sourceTable"), TABLE_FIELDS, "table");
        return new SourceTable(fields.get(0), fields.get(1), fields.get(2));
    }

    private static String text(SourceTable table) {
        return Fields.join(table.source(), table.schema(), table.table());
    }

    static SourceEvent.Drifted drifted(GenericRecord record, String by, String why, Instant at) {
        List<SourceDrift> drifts = new ArrayList<>();
        for (Object each : (List<?>) record.get("drifts")) {
            GenericRecord one = (GenericRecord) each;
            drifts.add(new SourceDrift(
                    SourceDrift.Kind.valueOf(AvroSchemas.text(one, "kind")),
                    AvroSchemas.text(one, "before"),
                    AvroSchemas.text(one, "after")));
        }
        return new SourceEvent.Drifted(
                table(record),
                AvroSchemas.text(record, "driftId"),
                drifts,
                Boolean.TRUE.equals(record.get("held")),
                by,
                why,
                at);
    }

    static SourceEvent.GapDecided gapDecided(GenericRecord record, String by, String why, Instant at) {
        return new SourceEvent.GapDecided(
                AvroSchemas.text(record, "source"),
                SourceEvent.GapDecided.Choice.valueOf(AvroSchemas.text(record, "choice")),
                AvroSchemas.text(record, "gap"),
                AvroSchemas.number(record, "fromLsn"),
                AvroSchemas.number(record, "toLsn"),
                by,
                why,
                at);
    }

    private static Map<String, Long> difference(RowDifference rows) {
        return Map.of(
                "known", rows.known(),
                "read", rows.read(),
                "inserted", rows.inserted(),
                "changed", rows.changed(),
                "deleted", rows.deleted());
    }

    static SourceEvent.ResnapshotAsked resnapshotAsked(GenericRecord record, String by, String why, Instant at) {
        return new SourceEvent.ResnapshotAsked(
                table(record),
                AvroSchemas.text(record, "resnapshotId"),
                AvroSchemas.text(record, "condition"),
                AvroSchemas.number(record, "acceptedDeletes"),
                by,
                why,
                at);
    }

    static SourceEvent.Resnapshotted resnapshotted(GenericRecord record, String by, String why, Instant at) {
        Map<String, Long> rows = new HashMap<>();
        ((Map<?, ?>) record.get("difference")).forEach((name, count) -> rows.put(name.toString(), (Long) count));
        return new SourceEvent.Resnapshotted(
                table(record),
                AvroSchemas.text(record, "resnapshotId"),
                SourceEvent.Resnapshotted.Step.valueOf(AvroSchemas.text(record, "step")),
                new RowDifference(
                        rows.get("known"),
                        rows.get("read"),
                        rows.get("inserted"),
                        rows.get("changed"),
                        rows.get("deleted")),
                AvroSchemas.text(record, "text"),
                by,
                why,
                at);
    }
}
