package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** Where a navigation property leads from one row: to the row that a lookup names, to its children, or to the rows it is linked to. */
public sealed interface Navigation {
    /** The table of the rows that it leads to. */
    Table target();

    /** The ids of these rows, whether or not they are there. */
    List<UUID> ids(RowReads reads, UUID from);

    /** The navigation property of this name, or null if the table has none. Names are case-sensitive. */
    static @Nullable Navigation of(Catalog catalog, Table table, String name) {
        Relationship lookup = catalog.navigation(table, name);
        if (lookup != null) {
            return new Single(
                    table,
                    table.requiredColumn(lookup.referencingColumn()),
                    catalog.requiredTable(lookup.referencedTable()));
        }
        ManyToMany.Side side = catalog.side(table, name);
        if (side != null) {
            Table links = catalog.requiredTable(side.relationship().intersectTable());
            return new Linked(
                    table,
                    links,
                    links.requiredColumn(side.from().column()),
                    links.requiredColumn(side.to().column()),
                    catalog.requiredTable(side.to().table()));
        }
        Relationship children = catalog.collection(table, name);
        if (children == null) {
            return null;
        }
        Table target = catalog.requiredTable(children.referencingTable());
        return new Children(table, target, target.requiredColumn(children.referencingColumn()));
    }

    record Single(Table source, Column lookup, Table target) implements Navigation {
        @Override
        public List<UUID> ids(RowReads reads, UUID from) {
            Row row = reads.row(source, from);
            UUID id = row == null ? null : id(row);
            return id == null ? List.of() : List.of(id);
        }

        @Nullable UUID id(Row row) {
            return row.get(lookup) instanceof Reference reference && reference.table() == target.number()
                    ? reference.id()
                    : null;
        }
    }

    record Children(Table source, Table target, Column lookup) implements Navigation {
        @Override
        public List<UUID> ids(RowReads reads, UUID from) {
            Reference parent = new Reference(source.number(), from);
            if (Candidates.indexed(lookup)) {
                return reads.referencing(parent, target, lookup);
            }
            List<UUID> found = new ArrayList<>();
            reads.scan(target, null, row -> {
                if (parent.equals(row.get(lookup))) {
                    found.add(row.id());
                }
                return true;
            });
            return found;
        }
    }

    record Linked(Table source, Table links, Column near, Column far, Table target) implements Navigation {
        @Override
        public List<UUID> ids(RowReads reads, UUID from) {
            List<UUID> found = new ArrayList<>();
            for (UUID id : reads.referencing(new Reference(source.number(), from), links, near)) {
                Row link = reads.row(links, id);
                if (link != null && link.get(far) instanceof Reference reference) {
                    found.add(reference.id());
                }
            }
            return found;
        }
    }
}
