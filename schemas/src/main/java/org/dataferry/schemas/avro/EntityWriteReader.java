package org.dataferry.schemas.avro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.OrderedMap;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;

/** Reads an {@link EntityWrite} from bytes, field by field in the order of its schema. The sink reads millions of them. */
final class EntityWriteReader {

    /** In the schema's order, by which the bytes are read; a changed schema needs a changed reader. */
    private static final List<String> FIELDS = List.of(
            "cause",
            "row",
            "part",
            "partColumn",
            "kind",
            "version",
            "basedOn",
            "columns",
            "lookups",
            "changed",
            "state",
            "status",
            "file",
            "mappingVersion");

    private static final List<Part> PARTS = symbols(Part.class, "part");
    private static final List<EntityWriteCodec.WriteKind> KINDS = symbols(EntityWriteCodec.WriteKind.class, "kind");

    /** A row has some dozens of columns; what bytes claim beyond that is not believed at once. */
    private static final int MOST_EXPECTED = 100;

    static {
        List<String> fields = AvroSchemas.ENTITY_WRITE.getFields().stream()
                .map(Schema.Field::name)
                .toList();
        if (!fields.equals(FIELDS)) {
            throw new IllegalStateException("EntityWrite has the fields " + fields + ", its reader reads " + FIELDS);
        }
    }

    private final NameTable names = new NameTable();

    EntityWrite read(Decoder in) throws IOException {
        Utf8 scratch = new Utf8();
        Cause cause = Cause.parse(in.readString());
        RowId row = RowId.parse(in.readString());
        Part part = PARTS.get(in.readEnum());
        String partColumn = isNull(in) ? "" : names.read(in, scratch);
        EntityWriteCodec.WriteKind kind = KINDS.get(in.readEnum());
        long version = in.readLong();
        OptionalLong basedOn = isNull(in) ? OptionalLong.empty() : OptionalLong.of(in.readLong());
        OrderedMap<Value> columns = columns(in, scratch);
        OrderedMap<LookupTarget> lookups = lookups(in, scratch);
        Set<String> changed = changed(in, scratch);
        Integer state = numberOrNull(in);
        Integer status = numberOrNull(in);
        FileContent file = isNull(in) ? FileContent.NONE : FileContentFields.read(in);
        String mapping = names.read(in, scratch);
        WriteId id = new WriteId(cause, row, part, partColumn);
        return EntityWriteCodec.write(
                kind, id, version, basedOn, columns, lookups, changed, state, status, file, mapping);
    }

    private OrderedMap<Value> columns(Decoder in, Utf8 scratch) throws IOException {
        OrderedMap.Builder<Value> columns = null;
        for (long items = in.readArrayStart(); items > 0; items = in.arrayNext()) {
            columns = columns == null ? new OrderedMap.Builder<>(expected(items)) : columns;
            for (long item = 0; item < items; item++) {
                String name = names.read(in, scratch);
                columns.put(name, ValueCodec.read(in));
            }
        }
        return columns == null ? OrderedMap.of() : columns.build();
    }

    private OrderedMap<LookupTarget> lookups(Decoder in, Utf8 scratch) throws IOException {
        OrderedMap.Builder<LookupTarget> lookups = null;
        for (long items = in.readArrayStart(); items > 0; items = in.arrayNext()) {
            lookups = lookups == null ? new OrderedMap.Builder<>(expected(items)) : lookups;
            for (long item = 0; item < items; item++) {
                String column = names.read(in, scratch);
                String row = isNull(in) ? null : in.readString();
                String guid = isNull(in) ? null : in.readString();
                lookups.put(column, EntityWriteCodec.target(row, guid));
            }
        }
        return lookups == null ? OrderedMap.of() : lookups.build();
    }

    private Set<String> changed(Decoder in, Utf8 scratch) throws IOException {
        Collection<String> changed = new ArrayList<>();
        for (long items = in.readArrayStart(); items > 0; items = in.arrayNext()) {
            for (long item = 0; item < items; item++) {
                changed.add(names.read(in, scratch));
            }
        }
        return OrderedMap.setOf(changed);
    }

    /** The schema's unions are of null and one other type. */
    private static boolean isNull(Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return true;
        }
        return false;
    }

    private static @Nullable Integer numberOrNull(Decoder in) throws IOException {
        return isNull(in) ? null : in.readInt();
    }

    private static int expected(long items) {
        return (int) Math.min(items, MOST_EXPECTED);
    }

    private static <E extends Enum<E>> List<E> symbols(Class<E> type, String field) {
        return AvroSchemas.ENTITY_WRITE.getField(field).schema().getEnumSymbols().stream()
                .map(symbol -> Enum.valueOf(type, symbol))
                .toList();
    }
}
