package org.dataferry.schemas.write;

import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;

/** The identity of a write, the unit of accounting: each has exactly one current outcome. */
public record WriteId(Cause cause, RowId row, Part part) {

    /** The canonical text; {@link #parse} reads it back. */
    public String text() {
        return Fields.join(cause.text(), row.text(), part.name());
    }

    public static WriteId parse(String text) {
        var fields = Fields.split(text, 3, "write id");
        return new WriteId(Cause.parse(fields.get(0)), RowId.parse(fields.get(1)), part(fields.get(2), text));
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
