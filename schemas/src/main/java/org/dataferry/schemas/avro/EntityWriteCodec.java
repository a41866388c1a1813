package org.dataferry.schemas.avro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;

/** {@link EntityWrite} as Avro. */
public final class EntityWriteCodec implements DirectCodec<EntityWrite> {

    private static final Schema SCHEMA = AvroSchemas.ENTITY_WRITE;
    private static final Schema LOOKUP = SCHEMA.getField("lookups").schema().getElementType();

    /** The lookups of a link stand for its two rows. */
    private static final String FROM = "from";

    private static final String TO = "to";

    enum WriteKind {
        UPSERT_ROW,
        DELETE_ROW,
        PATCH_LOOKUP,
        SET_STATE,
        LINK,
        UNLINK,
        SET_FILE
    }

    private final EntityWriteReader reader = new EntityWriteReader();

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
        Object basedOn = record.get("basedOn");
        return write(
                AvroSchemas.constant(WriteKind.class, record, "kind"),
                WriteIdFields.readWithCause(record),
                AvroSchemas.number(record, "version"),
                basedOn == null ? OptionalLong.empty() : OptionalLong.of(AvroSchemas.number(record, "basedOn")),
                ColumnsCodec.read((List<?>) record.get("columns")),
                readLookups(record),
                readChanged(record),
                (Integer) record.get("state"),
                (Integer) record.get("status"),
                FileContentFields.read(record.get("file")),
                AvroSchemas.text(record, "mappingVersion"));
    }

    @Override
    public EntityWrite readDirectly(Decoder in) throws IOException {
        return reader.read(in);
    }

    /** Of all fields of the schema; which of them count depends on the kind. */
    static EntityWrite write(
            WriteKind kind,
            WriteId id,
            long version,
            OptionalLong basedOn,
            Map<String, Value> columns,
            Map<String, LookupTarget> lookups,
            Set<String> changed,
            @Nullable Integer state,
            @Nullable Integer status,
            FileContent file,
            String mapping) {
        return switch (kind) {
            case UPSERT_ROW -> new EntityWrite.UpsertRow(id, version, basedOn, columns, lookups, changed, mapping);
            case DELETE_ROW -> new EntityWrite.DeleteRow(id, version, mapping);
            case PATCH_LOOKUP -> {
                var only = lookups.entrySet().iterator().next();
                yield new EntityWrite.PatchLookup(id, version, only.getKey(), only.getValue(), mapping);
            }
            case SET_STATE ->
                new EntityWrite.SetState(
                        id, version, Objects.requireNonNull(state), Objects.requireNonNull(status), mapping);
            case SET_FILE -> new EntityWrite.SetFile(id, version, file, mapping);
            case LINK -> new EntityWrite.Link(id, version, end(lookups, FROM), end(lookups, TO), mapping);
            case UNLINK -> new EntityWrite.Unlink(id, version, end(lookups, FROM), end(lookups, TO), mapping);
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
            LookupTarget target = target(AvroSchemas.textOrNull(lookup, "row"), AvroSchemas.textOrNull(lookup, "guid"));
            lookups.put(AvroSchemas.text(lookup, "column"), target);
        }
        return lookups;
    }

    static LookupTarget target(@Nullable String row, @Nullable String guid) {
        if (row == null) {
            return LookupTarget.NONE;
        }
        return guid == null
                ? new LookupTarget.ByKey(RowId.parse(row))
                : new LookupTarget.ByGuid(RowId.parse(row), UUID.fromString(guid));
    }

    private static Set<String> readChanged(GenericRecord record) {
        Set<String> changed = new LinkedHashSet<>();
        for (Object name : (List<?>) record.get("changed")) {
            changed.add(name.toString());
        }
        return changed;
    }
}
