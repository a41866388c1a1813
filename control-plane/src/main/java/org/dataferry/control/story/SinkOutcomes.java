package org.dataferry.control.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * When the sink told of a row. Asked of all its outcomes, however few of them a story shows: in a first load hours lie between
 * an announcement and the request.
 *
 * @param applied when a request for it first succeeded
 */
record SinkOutcomes(Instant first, Optional<Instant> applied) {

    private static final String SQL = """
            SELECT min(o.at) AS first, min(o.at) FILTER (WHERE o.status = 'APPLIED') AS applied
            FROM ferry.write w JOIN ferry.outcome o USING (write_hash)
            WHERE w.row_hash = ? AND o.stage = 'SINK'
            """;

    /** Empty if it has told nothing yet. */
    static Optional<SinkOutcomes> of(Query query, UUID record) throws SQLException {
        ObjectNode found = query.rows(SQL, record).getFirst();
        return RowStory.instant(found.path("first"))
                .map(first -> new SinkOutcomes(first, RowStory.instant(found.path("applied"))));
    }
}
