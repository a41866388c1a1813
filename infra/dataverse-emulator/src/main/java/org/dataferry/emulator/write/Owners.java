package org.dataferry.emulator.write;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a row: the caller unless the body says otherwise. The business unit follows the owner.
 *
 * <p>Source: Microsoft's table reference, ownerid, and the page "Assign or share rows".
 */
final class Owners {
    private final WriteUnit unit;
    private final Access access;
    private final Assumptions.Security assumptions;
    private final Map<Reference, Row> known = new HashMap<>();
    /** Pairs of owner and table that were found in order, so that a bulk request looks once. */
    private final Set<String> allowed = new HashSet<>();

    Owners(WriteUnit unit, Access access, Assumptions.Security assumptions) {
        this.unit = unit;
        this.access = access;
        this.assumptions = assumptions;
    }

    void set(Table table, @Nullable Row before, Row row) {
        Column column = table.column("ownerid");
        if (column == null) {
            return;
        }
        Reference caller = new Reference(
                unit.catalog().requiredTable("systemuser").number(),
                access.caller().id());
        Object old = before == null ? null : before.get(column);
        Reference owner = row.get(column) instanceof Reference given ? given : caller;
        row.set(column, owner);
        if (owner.equals(old)) {
            return;
        }
        if (before != null) {
            access.require(Right.Assign, table, before);
        }
        if (!owner.equals(caller)) {
            check(table, owner);
        }
        boolean team = owner.table() != caller.table();
        RowWriter.set(table, row, "owninguser", team ? null : owner);
        RowWriter.set(table, row, "owningteam", team ? owner : null);
        Table owners = Objects.requireNonNull(unit.catalog().byNumber(owner.table()));
        RowWriter.set(table, row, "owningbusinessunit", row(owner).get(owners.requiredColumn("businessunitid")));
    }

    private void check(Table table, Reference owner) {
        if (!allowed.add(table.logicalName() + " " + owner)) {
            return;
        }
        Table owners = Objects.requireNonNull(unit.catalog().byNumber(owner.table()));
        Column disabled = owners.column("isdisabled");
        if (!assumptions.assignToDisabledUsers()
                && disabled != null
                && Boolean.TRUE.equals(row(owner).get(disabled))) {
            throw new Refusal(400, "0x8004a112", "The user " + owner.id() + " is disabled, and can't own a row.");
        }
        if (assumptions.ownerNeedsRead()) {
            access.requireOwner(table, owner);
        }
    }

    private Row row(Reference owner) {
        return known.computeIfAbsent(owner, reference -> {
            Table table = Objects.requireNonNull(unit.catalog().byNumber(reference.table()));
            Row row = unit.row(table, reference.id());
            if (row == null) {
                throw new Refusal(400, "0x80040229", "The owner " + reference.id() + " is not valid.");
            }
            return row;
        });
    }
}
