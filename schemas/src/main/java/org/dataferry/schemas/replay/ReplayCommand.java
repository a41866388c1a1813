package org.dataferry.schemas.replay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/**
 * An operator's choice to send what one source row becomes again. It goes to the task that owns the row, so it cannot race
 * a live change: the latest image of the row goes through the current mapping.
 *
 * @param replayId the same for all commands of one replay; part of the ids of the writes that it causes
 * @param entity the logical name of the entity, or the relationship of a link, that is to be sent again
 * @param requestedBy who asked for it
 * @param at when, in microseconds
 */
public record ReplayCommand(
        String replayId, SourceTable table, SourceKey key, String entity, String requestedBy, Instant at) {

    public ReplayCommand {
        if (replayId.isEmpty() || entity.isEmpty()) {
            throw new SchemasException("a replay has an id and an entity");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
