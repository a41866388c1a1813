package org.dataferry.schemas.avro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;

/** {@link EntityWrite} as Avro. */
public final class EntityWriteCodec implements RecordCodec<EntityWrite> {

    private static final Schema SCHEMA = AvroSchemas.ENTITY_WRITE;
    private static final Schema LOOKUP = SCHEMA.getField("lookups").schema().getElementType();

    /** The lookups of a link stand for its two rows. */
    private static final String FROM = "from";

    private static final String TO = "to";

    private enum WriteKind {
        UPSERT_ROW,
        DELETE_ROW,
        PATCH_LOOKUP,
        SET_STATE,
        LINK,
        UNLINK,
        SET_FILE
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(EntityWrite write) {
        return switch (write) {
            case EntityWrite.UpsertRow upsert -> {
                GenericRecord record = common(write, WriteKind.UPSERT_ROW);
                record.put(
                        "basedOn",
                        upsert.basedOn().isPresent() ? upsert.basedOn().getAsLong() : null);
                record.put("columns", ColumnsCodec.write(upsert.columns()));
                record.put("lookups", lookups(upsert.lookups()));
                record.put("changed", List.copyOf(upsert.changed()));
                yield record;
            }
            case EntityWrite.DeleteRow ignored -> common(write, WriteKind.DELETE_ROW);
            case EntityWrite.PatchLookup patch -> {
                GenericRecord record = common(write, WriteKind.PATCH_LOOKUP);
                record.put("lookups", lookups(Map.of(patch.column(), patch.target())));
                yield record;
            }
            case EntityWrite.SetState state -> {
                GenericRecord record = common(write, WriteKind.SET_STATE);
                record.put("state", state.state());
                record.put("status", state.status());
                yield record;
            }
            case EntityWrite.SetFile file -> {
                GenericRecord record = common(write, WriteKind.SET_FILE);
                record.put("file", FileContentFields.write(file.content()));
                yield record;
            }
            case EntityWrite.Link link -> ends(common(write, WriteKind.LINK), link.from(), link.to());
            case EntityWrite.Unlink unlink -> ends(common(write, WriteKind.UNLINK), unlink.from(), unlink.to());
        };
    }

    @Override
    public EntityWrite read(GenericRecord record) {
        WriteId id = WriteIdFields.readWithCause(record);
        long version = AvroSchemas.number(record, "version");
        String mapping = AvroSchemas.text(record, "mappingVersion");
        return switch (AvroSchemas.constant(WriteKind.class, record, "kind")) {
            case UPSERT_ROW ->
                new EntityWrite.UpsertRow(
                        id,
                        version,
                        record.get("basedOn") == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(AvroSchemas.number(record, "basedOn")),
                        ColumnsCodec.read((List<?>) record.get("columns")),
                        readLookups(record),
                        readChanged(record),
                        mapping);
            case DELETE_ROW -> new EntityWrite.DeleteRow(id, version, mapping);
            case PATCH_LOOKUP -> {
                var only = readLookups(record).entrySet().iterator().next();
                yield new EntityWrite.PatchLookup(id, version, only.getKey(), only.getValue(), mapping);
            }
            case SET_STATE ->
                new EntityWrite.SetState(
                        id, version, (Integer) record.get("state"), (Integer) record.get("status"), mapping);
            case SET_FILE -> new EntityWrite.SetFile(id, version, FileContentFields.read(record.get("file")), mapping);
            case LINK -> {
                var ends = readLookups(record);
                yield new EntityWrite.Link(id, version, end(ends, FROM), end(ends, TO), mapping);
            }
            case UNLINK -> {
                var ends = readLookups(record);
                yield new EntityWrite.Unlink(id, version, end(ends, FROM), end(ends, TO), mapping);
            }
        };
    }

    private static GenericRecord ends(GenericRecord record, LookupTarget from, LookupTarget to) {
        Map<String, LookupTarget> ends = new LinkedHashMap<>();
        ends.put(FROM, from);
        ends.put(TO, to);
        record.put("lookups", lookups(ends));
        return record;
    }

    private static LookupTarget end(Map<String, LookupTarget> ends, String which) {
        return ends.getOrDefault(which, LookupTarget.NONE);
    }

    private static GenericRecord common(EntityWrite write, WriteKind kind) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        WriteIdFields.writeWithCause(record, write.id());
        record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", kind));
        record.put("version", write.version());
        record.put("columns", List.of());
        record.put("lookups", List.of());
        record.put("changed", List.of());
        record.put("mappingVersion", write.mappingVersion());
        return record;
    }

    private static List<GenericRecord> lookups(Map<String, LookupTarget> lookups) {
        List<GenericRecord> written = new ArrayList<>(lookups.size());
        lookups.forEach((column, target) -> {
            GenericRecord lookup = new GenericData.Record(LOOKUP);
            lookup.put("column", column);
            switch (target) {
                case LookupTarget.None ignored -> {}
                case LookupTarget.ByKey(RowId row) -> lookup.put("row", row.text());
                case LookupTarget.ByGuid(RowId row, UUID guid) -> {
                    lookup.put("row", row.text());
                    lookup.put("guid", guid.toString());
                }
            }
            written.add(lookup);
        });
        return written;
    }

    private static Map<String, LookupTarget> readLookups(GenericRecord record) {
        Map<String, LookupTarget> lookups = new LinkedHashMap<>();
        for (Object item : (List<?>) record.get("lookups")) {
            GenericRecord lookup = (GenericRecord) item;
            String row = AvroSchemas.textOrNull(lookup, "row");
            String guid = AvroSchemas.textOrNull(lookup, "guid");
            LookupTarget target;
            if (row == null) {
                target = LookupTarget.NONE;
            } else if (guid == null) {
                target = new LookupTarget.ByKey(RowId.parse(row));
            } else {
                target = new LookupTarget.ByGuid(RowId.parse(row), UUID.fromString(guid));
            }
            lookups.put(AvroSchemas.text(lookup, "column"), target);
        }
        return lookups;
    }

    private static Set<String> readChanged(GenericRecord record) {
        Set<String> changed = new LinkedHashSet<>();
        for (Object name : (List<?>) record.get("changed")) {
            changed.add(name.toString());
        }
        return changed;
    }
}
