package org.dataferry.emulator.write;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
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
public final class RowDeleter {
    /** Users are disabled, never deleted; units are disabled first. */
    private static final Set<String> NEVER = Set.of("systemuser", "businessunit");

    private record Doomed(Table table, Row row) {}

    private final WriteUnit unit;
    private final Set<UUID> deleted = new HashSet<>();
    /** What a cascade has still to delete; a list and not a recursion, since chains may be long. */
    private final Deque<Doomed> waiting = new ArrayDeque<>();

    public RowDeleter(WriteUnit unit) {
        this.unit = unit;
    }

    public void delete(Table table, Row row) {
        waiting.add(new Doomed(table, row));
        while (!waiting.isEmpty()) {
            Doomed next = waiting.poll();
            if (deleted.add(next.row().id())) {
                deleteOne(next.table(), next.row());
            }
        }
    }

    private void deleteOne(Table table, Row row) {
        if (NEVER.contains(table.logicalName())) {
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
            removeContents(table, current);
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
                case Cascade -> waiting.add(new Doomed(table, row));
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

    private void removeContents(Table table, Row row) {
        for (Column column : table.columns()) {
            if ((column.type() instanceof ColumnType.File || column.type() instanceof ColumnType.Image)
                    && row.get(column) instanceof UUID content) {
                unit.removeContent(content);
            }
        }
    }

    private void unlink(Table table, Column column, Row row) {
        Row changed = row.copy();
        changed.set(column, null);
        unit.put(table, row, changed);
    }
}
