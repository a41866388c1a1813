package org.dataferry.emulator.write;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/** Creates and updates rows in a unit of work: lookups are resolved, system columns filled, keys kept unique. */
final class RowWriter {
    private final WriteUnit unit;
    private final UUID userId;
    private final Clock clock;
    private final RowIds ids;

    RowWriter(WriteUnit unit, UUID userId, Clock clock, RowIds ids) {
        this.unit = unit;
        this.userId = userId;
        this.clock = clock;
        this.ids = ids;
    }

    Row create(RowPatch patch) {
        Table table = patch.table();
        UUID id = patch.id() == null ? ids.next() : patch.id();
        if (patch.id() != null && unit.exists(table, id)) {
            throw Refusals.duplicateKey();
        }
        Row row = Row.of(table, id);
        for (Column column : table.columns()) {
            if (column.creatable() && column.ordinal() > 0) {
                apply(patch, column, row);
                defaultTo(column, row);
            }
        }
        own(table, row);
        Statuses.onCreate(table, row);
        stampCreation(table, row);
        FullName.set(table, row);
        put(table, null, row);
        return row;
    }

    Row update(RowPatch patch, Row before) {
        Table table = patch.table();
        Row row = before.copy();
        for (Column column : table.columns()) {
            if (column.updatable() && column.ordinal() > 0) {
                apply(patch, column, row);
            }
        }
        own(table, row);
        Statuses.onUpdate(patch, before, row);
        stamp(table, row, "modifiedon", "modifiedby");
        FullName.set(table, row);
        put(table, before, row);
        return row;
    }

    private void apply(RowPatch patch, Column column, Row row) {
        RowAddress target = patch.bindings().get(column);
        if (target != null) {
            UUID found = target.locate(unit);
            if (found == null) {
                throw target.absent();
            }
            row.set(column, new Reference(target.table().number(), found));
        } else if (patch.values().containsKey(column)) {
            row.set(column, patch.values().get(column));
        }
    }

    private static void defaultTo(Column column, Row row) {
        if (row.get(column) == null) {
            if (column.type() instanceof ColumnType.YesNo flag) {
                row.set(column, flag.defaultValue());
            } else if (column.type() instanceof ColumnType.Choice choice && choice.defaultValue() >= 0) {
                row.set(column, choice.defaultValue());
            }
        }
    }

    /** The calling user owns what has no owner; the business unit follows the owner. */
    private void own(Table table, Row row) {
        Column owner = table.column("ownerid");
        if (owner == null) {
            return;
        }
        Table users = unit.catalog().requiredTable("systemuser");
        if (row.get(owner) == null) {
            row.set(owner, new Reference(users.number(), userId));
        }
        Object current = row.get(owner);
        set(table, row, "owninguser", current);
        Column unitColumn = users.column("businessunitid");
        if (current instanceof Reference reference && unitColumn != null) {
            Row user = unit.row(users, reference.id());
            set(table, row, "owningbusinessunit", user == null ? null : user.get(unitColumn));
        }
    }

    /** {@code overriddencreatedon} moves {@code createdon} into the past and keeps the moment of the import itself. */
    private void stampCreation(Table table, Row row) {
        stamp(table, row, "createdon", "createdby");
        stamp(table, row, "modifiedon", "modifiedby");
        Column overridden = table.column("overriddencreatedon");
        Column created = table.column("createdon");
        if (overridden != null && created != null && row.get(overridden) != null) {
            Object importedOn = row.get(created);
            row.set(created, row.get(overridden));
            row.set(overridden, importedOn);
        }
    }

    private void stamp(Table table, Row row, String when, String who) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        set(table, row, when, now);
        set(
                table,
                row,
                who,
                new Reference(unit.catalog().requiredTable("systemuser").number(), userId));
    }

    private static void set(Table table, Row row, String name, @Nullable Object value) {
        Column column = table.column(name);
        if (column != null) {
            row.set(column, value);
        }
    }

    private void put(Table table, @Nullable Row before, Row row) {
        AlternateKey violated = unit.put(table, before, row);
        if (violated != null) {
            throw KeyViolation.of(table, violated, row);
        }
    }

    /** Finds the row of an address, or refuses. */
    Row require(RowAddress address) {
        Row row = address.find(unit);
        if (row == null) {
            throw address.absent();
        }
        return row;
    }

    WriteUnit unit() {
        return unit;
    }
}
