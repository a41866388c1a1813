package org.dataferry.schemas.change;

import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/**
 * The identity of one change, made at capture and never made anew: the same change delivered twice has the same id.
 */
public record ChangeId(String migration, SourceTable table, SourceKey key, SourcePosition position) {

    public ChangeId {
        if (migration.isEmpty()) {
            throw new SchemasException("a change id names its migration");
        }
    }

    /** The canonical text; {@link #parse} reads it back. */
    public String text() {
        return Fields.join(migration, table.source(), table.schema(), table.table(), key.text(), position.text());
    }

    public static ChangeId parse(String text) {
        var fields = Fields.split(text, 6, "change id");
        return new ChangeId(
                fields.get(0),
                new SourceTable(fields.get(1), fields.get(2), fields.get(3)),
                SourceKey.parse(fields.get(4)),
                SourcePosition.parse(fields.get(5)));
    }

    @Override
    public String toString() {
        return text();
    }
}
