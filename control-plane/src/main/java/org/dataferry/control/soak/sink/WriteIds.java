package org.dataferry.control.soak.sink;

import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** Ids of writes, each by a change of its own; and the order of all writes. */
final class WriteIds {

    static final String MAPPING = "1";
    private static final SourceTable TABLE = new SourceTable("soak", "public", "rows");

    private final String migration;
    private long order;

    WriteIds(String migration) {
        this.migration = migration;
    }

    /** @param column of a lookup, else empty */
    WriteId next(RowId row, Part part, String column) {
        order++;
        ChangeId change = new ChangeId(
                migration, TABLE, SourceKey.of(Value.whole(order)), new SourcePosition.InLog(1, order, order, 0));
        return new WriteId(new Cause.OfChange(change), row, part, column);
    }

    /** Of the write whose id was made last. */
    long order() {
        return order;
    }

    /** Of a write that is sent again under its id. */
    long nextOrder() {
        return ++order;
    }
}
