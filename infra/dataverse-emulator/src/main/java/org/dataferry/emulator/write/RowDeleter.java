package org.dataferry.emulator.write;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;

/**
 * Deletes a row with its links, and does to the rows that name it what each relationship says: unlink, refuse, or delete them too.
 *
 * <p>Source: Microsoft's page "Configure table relationship cascading behavior".
 */
final class RowDeleter {
    private final WriteUnit unit;
    private final Set<UUID> deleted = new HashSet<>();

    RowDeleter(WriteUnit unit) {
        this.unit = unit;
    }

    void delete(Table table, Row row) {
        if (!deleted.add(row.id())) {
            return;
        }
        if (table.names().ownership().equals("BusinessOwned")) {
            throw new Refusal(405, "0x8004023b", "Rows of " + table.logicalName() + " can't be deleted.");
        }
        Reference target = new Reference(table.number(), row.id());
        for (Relationship relationship : unit.catalog().referencing(table)) {
            release(relationship, target);
        }
        for (ManyToMany.Side side : unit.catalog().sides(table)) {
            removeLinks(side, target);
        }
        Row current = unit.row(table, row.id());
        if (current != null) {
            unit.delete(table, current);
        }
    }

    private void release(Relationship relationship, Reference target) {
        Table table = unit.catalog().requiredTable(relationship.referencingTable());
        Column column = table.column(relationship.referencingColumn());
        if (column == null) {
            return;
        }
        for (UUID source : unit.referencing(target, table, column)) {
            Row row = unit.row(table, source);
            if (row == null || deleted.contains(source)) {
                continue;
            }
            switch (relationship.onDelete()) {
                case RemoveLink -> unlink(table, column, row);
                case Cascade -> delete(table, row);
                case Restrict ->
                    throw new Refusal(
                            405,
                            "0x80040227",
                            "The record cannot be deleted because it is associated with another record. Relationship: "
                                    + relationship.schemaName() + ".");
                case NoCascade -> {}
            }
        }
    }

    private void removeLinks(ManyToMany.Side side, Reference target) {
        Table links = unit.catalog().requiredTable(side.relationship().intersectTable());
        for (UUID id :
                unit.referencing(target, links, links.requiredColumn(side.from().column()))) {
            Row link = unit.row(links, id);
            if (link != null) {
                unit.delete(links, link);
            }
        }
    }

    private void unlink(Table table, Column column, Row row) {
        Row changed = row.copy();
        changed.set(column, null);
        unit.put(table, row, changed);
    }
}
