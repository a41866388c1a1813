package org.dataferry.schemas.write;

import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;

/**
 * The identity of a write, the unit of accounting: each has exactly one current outcome.
 *
 * @param column tells apart the parts that a row can have several of, its lookups and files, by their column; empty for
 *     the others
 */
public record WriteId(Cause cause, RowId row, Part part, String column) {

    private static final String COLUMN_MARK = ":";

    public WriteId {
        if (part.isOfColumn() == column.isEmpty()) {
            throw new SchemasException("a write of part " + part + " of row " + row
                    + (column.isEmpty() ? " names the column it is about" : " is of no column, but names " + column));
        }
    }

    /** A write of a part that a row has once. */
    public WriteId(Cause cause, RowId row, Part part) {
        this(cause, row, part, "");
    }

    /** The canonical text, its last field for example {@code ROW} or {@code LOOKUP:parentid}; {@link #parse} reads it. */
    public String text() {
        String which = column.isEmpty() ? part.name() : part.name() + COLUMN_MARK + column;
        return Fields.join(cause.text(), row.text(), which);
    }

    public static WriteId parse(String text) {
        var fields = Fields.split(text, 3, "write id");
        String which = fields.get(2);
        int mark = which.indexOf(COLUMN_MARK);
        return new WriteId(
                Cause.parse(fields.get(0)),
                RowId.parse(fields.get(1)),
                part(mark < 0 ? which : which.substring(0, mark), text),
                mark < 0 ? "" : which.substring(mark + 1));
    }

    private static Part part(String name, String text) {
        for (Part part : Part.values()) {
            if (part.name().equals(name)) {
                return part;
            }
        }
        throw new SchemasException("'" + text + "' is not a write id: there is no part " + name);
    }

    @Override
    public String toString() {
        return text();
    }
}
