package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.avro.ColumnsCodec;
import org.dataferry.schemas.avro.RecordCodec;

/** {@link RowState} as Avro. */
public final class RowStateCodec implements RecordCodec<RowState> {

    private static final Schema VERSION = SchemaBuilder.record("RowVersion")
            .namespace("org.dataferry.state")
            .fields()
            .requiredLong("number")
            .name("kind")
            .type()
            .enumeration("RowVersionKind")
            .symbols("IMAGE", "REMOVED", "FORGOTTEN")
            .noDefault()
            .name("columns")
            .type(ColumnsCodec.schema())
            .noDefault()
            .name("lookups")
            .type()
            .array()
            .items(LookupFields.SCHEMA)
            .arrayDefault(List.of())
            .name("refusals")
            .type()
            .intType()
            .intDefault(0)
            .endRecord();

    private static final Schema SCHEMA = SchemaBuilder.record("RowState")
            .namespace("org.dataferry.state")
            .fields()
            .requiredLong("last")
            .name("applied")
            .type()
            .array()
            .items(VERSION)
            .noDefault()
            .name("underway")
            .type()
            .array()
            .items(VERSION)
            .noDefault()
            .name("waiting")
            .type()
            .array()
            .items(WaitingFields.SCHEMA)
            .arrayDefault(List.of())
            .name("patches")
            .type()
            .array()
            .items(WaitingFields.SCHEMA)
            .arrayDefault(List.of())
            .name("state")
            .type()
            .array()
            .items(StateFields.SCHEMA)
            .arrayDefault(List.of())
            .name("files")
            .type()
            .array()
            .items(FileFields.SCHEMA)
            .arrayDefault(List.of())
            .name("superseded")
            .type()
            .booleanType()
            .booleanDefault(false)
            .endRecord();

    private enum RowVersionKind {
        IMAGE,
        REMOVED,
        FORGOTTEN
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(RowState state) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("last", state.last());
        record.put("superseded", state.superseded());
        record.put(
                "applied",
                state.applied().map(version -> List.of(write(version))).orElse(List.of()));
        record.put(
                "underway", state.underway().stream().map(RowStateCodec::write).toList());
        record.put(
                "waiting",
                state.waiting()
                        .map(waiting -> List.of(WaitingFields.write("", waiting)))
                        .orElse(List.of()));
        List<GenericRecord> patches = new ArrayList<>(state.patches().size());
        state.patches().forEach((column, patch) -> patches.add(WaitingFields.write(column, patch)));
        record.put("patches", patches);
        record.put(
                "state", state.state().equals(StatePart.NONE) ? List.of() : List.of(StateFields.write(state.state())));
        record.put("files", FileFields.write(state.parts().files()));
        return record;
    }

    @Override
    public RowState read(GenericRecord record) {
        List<RowVersion> applied = readAll((List<?>) record.get("applied"));
        List<?> waiting = (List<?>) record.get("waiting");
        Map<String, Waiting.ToPatch> patches = new LinkedHashMap<>();
        for (Object item : (List<?>) record.get("patches")) {
            GenericRecord patch = (GenericRecord) item;
            patches.put(patch.get("column").toString(), (Waiting.ToPatch) WaitingFields.read(patch));
        }
        List<?> state = (List<?>) record.get("state");
        return new RowState(
                (Long) record.get("last"),
                applied.isEmpty() ? Optional.empty() : Optional.of(applied.getFirst()),
                readAll((List<?>) record.get("underway")),
                waiting.isEmpty()
                        ? Optional.empty()
                        : Optional.of(WaitingFields.read((GenericRecord) waiting.getFirst())),
                patches,
                new RowParts(
                        state.isEmpty() ? StatePart.NONE : StateFields.read((GenericRecord) state.getFirst()),
                        FileFields.read((List<?>) record.get("files"))),
                (Boolean) record.get("superseded"));
    }

    private static GenericRecord write(RowVersion version) {
        GenericRecord record = new GenericData.Record(VERSION);
        record.put("number", version.number());
        record.put("columns", List.of());
        record.put("lookups", List.of());
        record.put("refusals", 0);
        RowVersionKind kind = switch (version) {
            case RowVersion.Image image -> {
                record.put("columns", ColumnsCodec.write(image.columns()));
                record.put("lookups", LookupFields.write(image.lookups()));
                yield RowVersionKind.IMAGE;
            }
            case RowVersion.Removed removed -> {
                record.put("refusals", removed.refusals());
                yield RowVersionKind.REMOVED;
            }
            case RowVersion.Forgotten ignored -> RowVersionKind.FORGOTTEN;
        };
        record.put("kind", new GenericData.EnumSymbol(VERSION.getField("kind").schema(), kind.name()));
        return record;
    }

    private static List<RowVersion> readAll(List<?> records) {
        List<RowVersion> versions = new ArrayList<>(records.size());
        for (Object item : records) {
            GenericRecord record = (GenericRecord) item;
            long number = (Long) record.get("number");
            versions.add(
                    switch (RowVersionKind.valueOf(record.get("kind").toString())) {
                        case IMAGE ->
                            new RowVersion.Image(
                                    number,
                                    ColumnsCodec.read((List<?>) record.get("columns")),
                                    LookupFields.read((List<?>) record.get("lookups")));
                        case REMOVED -> new RowVersion.Removed(number, (Integer) record.get("refusals"));
                        case FORGOTTEN -> new RowVersion.Forgotten(number);
                    });
        }
        return versions;
    }
}
