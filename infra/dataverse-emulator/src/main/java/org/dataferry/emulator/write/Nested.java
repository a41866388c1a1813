package org.dataferry.emulator.write;

import java.util.List;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;

/**
 * What a body says of other rows: new ones nested under a navigation property, or existing ones bound to a collection.
 *
 * <p>Source: Microsoft's page "Create a table row using the Web API", on creating related rows in one operation.
 */
sealed interface Nested {
    /** The property that it stands under. */
    String property();

    /** A new row that a lookup of this one will name; it is made first. */
    record Parent(String property, Relationship relationship, RowPatch row) implements Nested {}

    /** New rows whose lookup names this one. */
    record Children(String property, Relationship relationship, List<RowPatch> rows) implements Nested {
        public Children {
            rows = List.copyOf(rows);
        }
    }

    /** New rows that are linked with this one. */
    record Linked(String property, ManyToMany.Side side, List<RowPatch> rows) implements Nested {
        public Linked {
            rows = List.copyOf(rows);
        }
    }

    /** Rows that are there, whose lookup is to name this one. */
    record BoundChildren(String property, Relationship relationship, List<RowAddress> rows) implements Nested {
        public BoundChildren {
            rows = List.copyOf(rows);
        }
    }

    /** Rows that are there and are to be linked with this one. */
    record BoundLinks(String property, ManyToMany.Side side, List<RowAddress> rows) implements Nested {
        public BoundLinks {
            rows = List.copyOf(rows);
        }
    }
}
