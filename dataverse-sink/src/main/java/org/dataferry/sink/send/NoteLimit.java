package org.dataferry.sink.send;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowQuery;

/**
 * The largest file of a note that the environment takes. Asked for before each one that is large, as it costs one request instead
 * of an upload for nothing, and an administrator may change it at any time.
 *
 * <p>Source: Microsoft's page "Use file data with Attachment and Note records", section "File size limits".
 */
final class NoteLimit {

    private static final String ORGANIZATION = "organization";
    private static final String BYTES = "maxuploadfilesize";

    private final Lane lane;
    private final TargetTables tables;

    NoteLimit(Lane lane, TargetTables tables) {
        this.lane = lane;
        this.tables = tables;
    }

    /** In bytes; empty where it is not told, such as to a user who may not read it: then the target says so of the file. */
    OptionalLong ask() throws InterruptedException {
        EntitySet organizations = tables.entitySets().get(ORGANIZATION);
        if (organizations == null) {
            return OptionalLong.empty();
        }
        AtomicLong bytes = new AtomicLong();
        lane.reader()
                .scan(
                        organizations,
                        RowQuery.all(BYTES),
                        page -> page.forEach(row -> bytes.set(row.path(BYTES).asLong(0))));
        return bytes.get() > 0 ? OptionalLong.of(bytes.get()) : OptionalLong.empty();
    }
}
