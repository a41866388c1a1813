package org.dataferry.emulator.security;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** The rows of a store without those that the caller may not read. */
final class VisibleRows implements RowReads {
    private final RowReads all;
    private final Access access;

    VisibleRows(RowReads all, Access access) {
        this.all = all;
        this.access = access;
    }

    @Override
    public Catalog catalog() {
        return all.catalog();
    }

    @Override
    public @Nullable Row row(Table table, UUID id) {
        Row row = all.row(table, id);
        return row != null && access.reaches(Right.Read, table, row) ? row : null;
    }

    @Override
    public void requireReadable(Table table) {
        access.require(Right.Read, table);
    }

    @Override
    public boolean exists(Table table, UUID id) {
        return row(table, id) != null;
    }

    @Override
    public @Nullable UUID idByKey(AlternateKey key, List<Object> values) {
        return all.idByKey(key, values);
    }

    @Override
    public void scan(Table table, @Nullable UUID after, Predicate<Row> visitor) {
        all.scan(table, after, row -> !access.reaches(Right.Read, table, row) || visitor.test(row));
    }

    @Override
    public List<UUID> referencing(Reference target, Table table, Column column) {
        return all.referencing(target, table, column);
    }

    @Override
    public byte @Nullable [] content(UUID id, int part) {
        return all.content(id, part);
    }
}
