package org.dataferry.capture.source;

import java.util.List;

/**
 * How a table looks, as far as a change of it matters to who reads its changes.
 *
 * @param oid by which PostgreSQL knows the table, whatever its name
 * @param columns in the order of their numbers
 * @param key names of the primary key's columns, in the key's order
 */
public record TableShape(long oid, List<Column> columns, List<String> key) {

    /**
     * @param number by which PostgreSQL knows the column, whatever its name; never used again
     * @param type as PostgreSQL writes it, say {@code numeric(10,2)}
     */
    public record Column(int number, String name, String type) {

        /** For people. */
        public String text() {
            return name + " " + type;
        }
    }

    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
