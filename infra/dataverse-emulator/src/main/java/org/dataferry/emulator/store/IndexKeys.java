package org.dataferry.emulator.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** The keys of stored entries: rows by table and id, alternate keys by number and folded values, references by target. */
final class IndexKeys {
    private IndexKeys() {}

    static byte[] row(Table table, UUID id) {
        return new ByteWriter().putInt(table.number()).putUuid(id).toBytes();
    }

    static byte[] content(UUID id, int part) {
        return new ByteWriter().putUuid(id).putInt(part).toBytes();
    }

    static byte[] number(int number) {
        return new ByteWriter().putInt(number).toBytes();
    }

    /** The entry of a row in a key's index, or null if one of its values is null: such rows are not checked. */
    static byte @Nullable [] alternate(Collation collation, Table table, AlternateKey key, Row row) {
        List<Object> values = new ArrayList<>(key.columns().size());
        for (String name : key.columns()) {
            Column column = table.column(name);
            Object value = column == null ? null : row.get(column);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return alternate(collation, key, values);
    }

    /** @param values in the order of the key's columns */
    static byte[] alternate(Collation collation, AlternateKey key, List<Object> values) {
        ByteWriter out = new ByteWriter().putInt(key.number());
        for (Object value : values) {
            out.putBytes(folded(collation, value).getBytes(StandardCharsets.UTF_8))
                    .put(0);
        }
        return out.toBytes();
    }

    private static String folded(Collation collation, Object value) {
        return switch (value) {
            case String text -> collation.fold(text);
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case Reference reference -> reference.id().toString();
            default -> value.toString();
        };
    }

    static byte[] referencesTo(int table, UUID target) {
        return new ByteWriter().putInt(table).putUuid(target).toBytes();
    }

    static byte[] referencesBy(Reference target, Table table, Column column) {
        return referencePrefix(target, table, column).toBytes();
    }

    static byte[] reference(Reference target, Table table, Column column, UUID source) {
        return referencePrefix(target, table, column).putUuid(source).toBytes();
    }

    private static ByteWriter referencePrefix(Reference target, Table table, Column column) {
        return new ByteWriter()
                .putInt(target.table())
                .putUuid(target.id())
                .putInt(table.number())
                .putInt(column.ordinal());
    }

    /** The ends of links and lookups that a client may set are indexed; owners and the like are not, since their rows are never deleted. */
    static boolean indexed(Column column) {
        return column.type() instanceof ColumnType.LinkEnd
                || column.type() instanceof ColumnType.Lookup lookup
                        && !lookup.kind().equals("Owner")
                        && (column.creatable() || column.updatable());
    }
}
