package org.dataferry.emulator.write;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.files.Thumbnail;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Message;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Privilege;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/** Creates and updates rows in a unit of work: rights are checked, lookups resolved, system columns filled, keys kept unique. */
final class RowWriter {
    private final WriteUnit unit;
    private final Access access;
    private final Assumptions assumptions;
    private final Clock clock;
    private final RowIds ids;
    private final Owners owners;

    RowWriter(WriteUnit unit, Access access, Assumptions assumptions, Clock clock, RowIds ids) {
        this.unit = unit;
        this.access = access;
        this.assumptions = assumptions;
        this.clock = clock;
        this.ids = ids;
        owners = new Owners(unit, access, assumptions.security());
    }

    Row create(RowPatch asked) {
        Table table = asked.table();
        if (Message.readOnly(table)) {
            throw Refusals.messageNotSupported(Message.Create.name(), table.logicalName());
        }
        access.require(Right.Create, table);
        Writability.check(asked, assumptions.writes(), true);
        RowPatch patch = new RelatedRows(this).parents(asked);
        UUID id = patch.id() == null ? ids.next() : patch.id();
        if (patch.id() != null && unit.exists(table, id)) {
            throw asked.nested().isEmpty() ? Refusals.duplicateKey() : Refusals.matchingKeyExists();
        }
        Row row = Row.of(table, id);
        for (Column column : table.columns()) {
            if (column.creatable() && column.ordinal() > 0) {
                apply(patch, column, row, true);
                Defaults.set(unit, clock, table, column, row);
            }
        }
        owners.set(table, null, row);
        Statuses.onCreate(patch, row, assumptions.writes());
        stampCreation(table, row);
        complete(patch, null, row);
        if (!access.unrestricted()) {
            access.require(Right.Create, table, row);
        }
        put(table, null, row);
        new RelatedRows(this).children(patch, row);
        TableRules.created(this, table, row);
        return row;
    }

    Row update(RowPatch patch, Row before) {
        return update(patch, before, false);
    }

    /** @param dedicated whether a message of its own does it, such as WinOpportunity, which may set states that a plain update may not */
    Row update(RowPatch patch, Row before, boolean dedicated) {
        Table table = patch.table();
        access.require(Right.Write, table, before);
        Writability.check(patch, assumptions.writes(), false);
        RelatedRows.refuse(patch);
        Row row = before.copy();
        for (Column column : table.columns()) {
            if (column.updatable() && column.ordinal() > 0) {
                apply(patch, column, row, false);
            }
        }
        owners.set(table, before, row);
        Statuses.onUpdate(patch, before, row, assumptions.writes());
        if (!dedicated) {
            DedicatedMessages.refuse(table, before, row);
        }
        stamp(table, row, "modifiedon", "modifiedby");
        complete(patch, before, row);
        put(table, before, row);
        return row;
    }

    /** What follows from other columns. */
    private void complete(RowPatch patch, @Nullable Row before, Row row) {
        Table table = patch.table();
        FullName.set(table, row);
        Money.set(unit, access.caller().user(), patch, before, row);
        TableRules.complete(unit, assumptions.files(), table, before, row);
        Writability.required(table, before, row, assumptions.writes());
    }

    private void apply(RowPatch patch, Column column, Row row, boolean creating) {
        RowAddress target = patch.bindings().get(column);
        if (target != null) {
            row.set(column, bound(patch.table(), column, target, row, creating));
        } else if (column.type() instanceof ColumnType.Image && patch.values().containsKey(column)) {
            image(patch, column, row, creating);
        } else if (patch.values().containsKey(column)) {
            row.set(column, patch.values().get(column));
            if (column.logicalName().equals("overriddencreatedon") && row.get(column) != null) {
                access.require(Privilege.OVERRIDE_CREATED_ON);
            }
        }
    }

    private void image(RowPatch patch, Column column, Row row, boolean creating) {
        Content content = null;
        if (patch.values().get(column) instanceof byte[] bytes) {
            byte[] small = Thumbnail.of(bytes);
            content = Content.empty(ids.next(), patch.table().logicalName(), row.id(), column.logicalName(), "image")
                    .withBlock(unit, "", bytes)
                    .withBlock(unit, "", small);
        }
        FileWrites.replace(this, patch.table(), column, creating ? null : row.copy(), row, content);
    }

    private Reference bound(Table table, Column column, RowAddress target, Row row, boolean creating) {
        UUID found = target.locate(unit);
        if (found == null) {
            Refusal absent = target.absent();
            throw new Refusal(assumptions.writes().missingLookupStatus(), absent.code(), absent.getMessage());
        }
        if (!access.unrestricted()
                && !(column.type() instanceof ColumnType.Lookup lookup
                        && lookup.kind().equals("Owner"))) {
            if (creating) {
                access.require(Right.Append, table);
            } else {
                access.require(Right.Append, table, row);
            }
            access.require(Right.AppendTo, target.table(), require(target));
        }
        return new Reference(target.table().number(), found);
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
        int users = unit.catalog().requiredTable("systemuser").number();
        set(table, row, when, now());
        set(table, row, who, new Reference(users, access.caller().id()));
        Row delegate = access.caller().delegate();
        String onBehalf = who.replace("by", "onbehalfby");
        set(table, row, onBehalf, delegate == null ? null : new Reference(users, delegate.id()));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    static void set(Table table, Row row, String name, @Nullable Object value) {
        Column column = table.column(name);
        if (column != null) {
            row.set(column, value);
        }
    }

    /** Writes a row that was changed beside its columns. */
    void touch(Table table, Row before, Row row) {
        stamp(table, row, "modifiedon", "modifiedby");
        put(table, before, row);
    }

    private void put(Table table, @Nullable Row before, Row row) {
        AlternateKey violated = unit.put(table, before, row);
        if (violated != null) {
            throw KeyViolation.of(table, violated, row);
        }
    }

    /** Finds the row of an address, or refuses. */
    Row require(RowAddress address) {
        return Objects.requireNonNullElseGet(address.find(unit), () -> {
            throw address.absent();
        });
    }

    WriteUnit unit() {
        return unit;
    }

    Access access() {
        return access;
    }

    Assumptions assumptions() {
        return assumptions;
    }
}
