package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.List;
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
        record.put(
                "applied",
                state.applied().map(version -> List.of(write(version))).orElse(List.of()));
        record.put(
                "underway", state.underway().stream().map(RowStateCodec::write).toList());
        return record;
    }

    @Override
    public RowState read(GenericRecord record) {
        List<RowVersion> applied = readAll((List<?>) record.get("applied"));
        return new RowState(
                (Long) record.get("last"),
                applied.isEmpty() ? Optional.empty() : Optional.of(applied.getFirst()),
                readAll((List<?>) record.get("underway")));
    }

    private static GenericRecord write(RowVersion version) {
        GenericRecord record = new GenericData.Record(VERSION);
        record.put("number", version.number());
        record.put("columns", List.of());
        RowVersionKind kind = switch (version) {
            case RowVersion.Image image -> {
                record.put("columns", ColumnsCodec.write(image.columns()));
                yield RowVersionKind.IMAGE;
            }
            case RowVersion.Removed ignored -> RowVersionKind.REMOVED;
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
                        case IMAGE -> new RowVersion.Image(number, ColumnsCodec.read((List<?>) record.get("columns")));
                        case REMOVED -> new RowVersion.Removed(number);
                        case FORGOTTEN -> new RowVersion.Forgotten(number);
                    });
        }
        return versions;
    }
}
