package org.dataferry.transform.state;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.ColumnsCodec;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.WriteId;

/** {@link Waiting} as an Avro record. */
final class WaitingFields {

    static final Schema SCHEMA = SchemaBuilder.record("Waiting")
            .namespace("org.dataferry.state")
            .fields()
            .name("kind")
            .type()
            .enumeration("WaitingKind")
            .symbols("FOR_ROW", "TO_REMOVE", "TO_PATCH")
            .noDefault()
            .requiredString("write")
            .requiredString("column")
            .name("columns")
            .type(ColumnsCodec.schema())
            .noDefault()
            .name("lookups")
            .type()
            .array()
            .items(LookupFields.SCHEMA)
            .noDefault()
            .optionalString("row")
            .optionalString("except")
            .requiredBoolean("whole")
            .requiredBoolean("orphan")
            .requiredInt("refusals")
            .endRecord();

    private enum WaitingKind {
        FOR_ROW,
        TO_REMOVE,
        TO_PATCH
    }

    private WaitingFields() {}

    /** @param column of a lookup to patch; empty otherwise */
    static GenericRecord write(String column, Waiting waiting) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("write", waiting.write().text());
        record.put("column", column);
        record.put("columns", List.of());
        record.put("lookups", List.of());
        record.put("whole", false);
        record.put("orphan", false);
        record.put("refusals", 0);
        WaitingKind kind = switch (waiting) {
            case Waiting.ForRow parked -> {
                record.put("columns", ColumnsCodec.write(parked.columns()));
                record.put("lookups", LookupFields.writeNames(parked.lookups()));
                record.put("row", parked.waitingFor().text());
                record.put("except", parked.except().map(UUID::toString).orElse(null));
                record.put("whole", parked.whole());
                record.put("orphan", parked.orphan());
                yield WaitingKind.FOR_ROW;
            }
            case Waiting.ToRemove(WriteId write, int refusals) -> {
                record.put("refusals", refusals);
                yield WaitingKind.TO_REMOVE;
            }
            case Waiting.ToPatch(var write, RowId row, var except, boolean orphan, boolean forItself) -> {
                record.put("whole", forItself);
                record.put("orphan", orphan);
                record.put("row", row.text());
                record.put("except", except.map(UUID::toString).orElse(null));
                yield WaitingKind.TO_PATCH;
            }
        };
        record.put("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), kind.name()));
        return record;
    }

    static Waiting read(GenericRecord record) {
        WriteId write = WriteId.parse(record.get("write").toString());
        return switch (WaitingKind.valueOf(record.get("kind").toString())) {
            case FOR_ROW ->
                new Waiting.ForRow(
                        write,
                        ColumnsCodec.read((List<?>) record.get("columns")),
                        LookupFields.readNames((List<?>) record.get("lookups")),
                        RowId.parse(record.get("row").toString()),
                        except(record),
                        (Boolean) record.get("whole"),
                        (Boolean) record.get("orphan"));
            case TO_REMOVE -> new Waiting.ToRemove(write, (Integer) record.get("refusals"));
            case TO_PATCH ->
                new Waiting.ToPatch(
                        write,
                        RowId.parse(record.get("row").toString()),
                        except(record),
                        (Boolean) record.get("orphan"),
                        (Boolean) record.get("whole"));
        };
    }

    private static Optional<UUID> except(GenericRecord record) {
        return Optional.ofNullable(record.get("except")).map(guid -> UUID.fromString(guid.toString()));
    }
}
