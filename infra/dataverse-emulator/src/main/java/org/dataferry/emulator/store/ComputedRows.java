package org.dataferry.emulator.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Message;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads with the rows that are not stored, since they follow from the catalogue: the messages, and for each table the ones that it takes.
 *
 * <p>Source: Microsoft's references of the tables {@code sdkmessage} and {@code sdkmessagefilter}.
 */
final class ComputedRows implements RowReads {
    private static final String MESSAGES = "sdkmessage";
    private static final String FILTERS = "sdkmessagefilter";
    private static final Comparator<UUID> STORED_ORDER = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private final RowReads stored;
    /** By table number; filled when they are asked for. */
    private final Map<Integer, NavigableMap<UUID, Row>> computed = new HashMap<>();

    ComputedRows(RowReads stored) {
        this.stored = stored;
    }

    /** Whether the table's rows are computed. */
    static boolean has(Table table) {
        return table.logicalName().equals(MESSAGES) || table.logicalName().equals(FILTERS);
    }

    /** The rows of such a table, in the order of stored ones. */
    static NavigableMap<UUID, Row> of(Catalog catalog, Table table) {
        return table.logicalName().equals(MESSAGES) ? messages(table) : filters(catalog, table);
    }

    private static NavigableMap<UUID, Row> messages(Table table) {
        NavigableMap<UUID, Row> rows = new TreeMap<>(STORED_ORDER);
        for (Message message : Message.values()) {
            Row row = made(table, id(message));
            row.set(table.requiredColumn("name"), message.name());
            row.set(table.requiredColumn("isprivate"), false);
            rows.put(row.id(), row);
        }
        return rows;
    }

    private static NavigableMap<UUID, Row> filters(Catalog catalog, Table table) {
        int messages = catalog.requiredTable(MESSAGES).number();
        NavigableMap<UUID, Row> rows = new TreeMap<>(STORED_ORDER);
        for (Table each : catalog.tables()) {
            for (Message message : Message.of(each)) {
                Row row = made(table, TableBuilder.idOf("message " + message + " of " + each.logicalName()));
                row.set(table.requiredColumn("primaryobjecttypecode"), each.logicalName());
                row.set(table.requiredColumn("secondaryobjecttypecode"), "none");
                row.set(table.requiredColumn("sdkmessageid"), new Reference(messages, id(message)));
                rows.put(row.id(), row);
            }
        }
        return rows;
    }

    private static Row made(Table table, UUID id) {
        Row row = Row.of(table, id);
        row.set(table.requiredColumn("versionnumber"), 1L);
        return row;
    }

    private static UUID id(Message message) {
        return TableBuilder.idOf("message " + message);
    }

    private NavigableMap<UUID, Row> rows(Table table) {
        return computed.computeIfAbsent(table.number(), number -> of(catalog(), table));
    }

    @Override
    public Catalog catalog() {
        return stored.catalog();
    }

    @Override
    public @Nullable Row row(Table table, UUID id) {
        return has(table) ? rows(table).get(id) : stored.row(table, id);
    }

    @Override
    public boolean exists(Table table, UUID id) {
        return has(table) ? rows(table).containsKey(id) : stored.exists(table, id);
    }

    @Override
    public void scan(Table table, @Nullable UUID after, Predicate<Row> visitor) {
        if (!has(table)) {
            stored.scan(table, after, visitor);
            return;
        }
        NavigableMap<UUID, Row> rows = rows(table);
        for (Row row : (after == null ? rows : rows.tailMap(after, false)).values()) {
            if (!visitor.test(row)) {
                return;
            }
        }
    }

    @Override
    public @Nullable UUID idByKey(AlternateKey key, List<Object> values) {
        return stored.idByKey(key, values);
    }

    /** Clients can't set these rows' lookups, which are therefore not indexed either. */
    @Override
    public List<UUID> referencing(Reference target, Table table, Column column) {
        return stored.referencing(target, table, column);
    }

    @Override
    public byte @Nullable [] content(UUID id, int part) {
        return stored.content(id, part);
    }
}
