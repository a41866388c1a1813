package org.dataferry.control.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.control.projection.Hash;
import org.jspecify.annotations.Nullable;

/** Rows of the ledger as documents: what each is, how far it is, and what it waits for. */
final class LedgerRows {

    /** Rows that wait for each other go round; nobody reads a longer chain. */
    private static final int LONGEST_CHAIN = 50;

    /** Of rows r; what is masked is put in its place afterwards. */
    private static final String SELECT = """
            SELECT r.row_hash AS record, r.entity, r.row_id AS "rowId", r.source_table AS "sourceTable",
                r.plain_key AS "sourceKey", r.guid, r.action,
                ferry.processing_of(r.processing, r.merged_hash) AS processing, r.identity AS "inTarget", r.origin,
                r.merged_into AS "mergedInto", r.created_at AS "createdAt", r.last_change_at AS "lastChangeAt",
                r.last_write_at AS "lastWriteAt", r.written_version AS "writtenVersion",
                r.applied_version AS "appliedVersion", r.state, w.mapping_version AS "mappingVersion",
                w.status AS "lastOutcome", w.reason AS "lastReason", w.outcome_at AS "lastOutcomeAt",
                w.replay_id AS "replayId",
                CASE WHEN e.write_hash IS NOT NULL THEN json_build_object('reason', e.reason, 'kind', n.kind,
                    'remedy', n.remedy, 'detail', e.detail, 'part', e.part, 'column', nullif(e.part_column, ''),
                    'at', e.outcome_at) END AS error,
                CASE WHEN v.waiver_id IS NOT NULL THEN json_build_object('waiverId', v.waiver_id, 'who', v.who,
                    'why', v.why, 'at', v.at) END AS waived,
                r.waiting_hash AS waiting
            FROM %s r
            LEFT JOIN ferry.write w ON w.write_hash = r.last_write
            LEFT JOIN ferry.write e ON e.write_hash = r.error_write
            LEFT JOIN ferry.reason n ON n.reason = e.reason
            LEFT JOIN ferry.waiver v ON v.topic_offset =
                CASE WHEN r.error_write IS NOT NULL THEN r.error_waiver ELSE r.waiting_waiver END
            """;

    private static final String CHAINS = """
            WITH RECURSIVE chain AS (
                SELECT r.row_hash AS parked, r.waiting_hash AS at, 1 AS step FROM ferry.row r
                WHERE r.row_hash = ANY (?::uuid[]) AND r.waiting_hash IS NOT NULL
                UNION ALL
                SELECT c.parked, r.waiting_hash, c.step + 1 FROM chain c
                JOIN ferry.row r ON r.row_hash = c.at AND r.waiting_hash IS NOT NULL
                WHERE c.step < %d
            )
            SELECT c.parked, c.step, r.row_hash AS record, r.entity, r.row_id AS "rowId", r.identity AS "inTarget",
                ferry.processing_of(r.processing, r.merged_hash) AS processing, r.error_reason AS reason, r.last_write IS NOT NULL AS announced
            FROM chain c JOIN ferry.row r ON r.row_hash = c.at ORDER BY c.parked, c.step
            """.formatted(LONGEST_CHAIN);

    private final Query query;
    private final Sight sight;

    LedgerRows(Query query, Sight sight) {
        this.query = query;
        this.sight = sight;
    }

    /**
     * Each with {@code waitsFor}, the rows that it waits for one after the other, to the one that it waits for in the end.
     *
     * @param rows a name, or a SELECT in brackets, of rows as {@code ferry.row} has them
     */
    List<ObjectNode> of(String rows, String orderBy, @Nullable Object... values) throws SQLException {
        List<ObjectNode> found = query.rows(SELECT.formatted(rows) + orderBy, values);
        Map<String, List<ObjectNode>> chains = chains(found);
        found.forEach(row -> {
            mask(row);
            row.putArray("waitsFor")
                    .addAll(chains.getOrDefault(row.path("record").asText(), List.of()));
        });
        return found;
    }

    Optional<ObjectNode> find(UUID record) throws SQLException {
        return of("ferry.row", "WHERE r.row_hash = ?", record).stream().findFirst();
    }

    private void mask(ObjectNode row) {
        String entity = row.path("entity").asText();
        sight.putRow(row, row.path("rowId").asText());
        if (row.path("masked").asBoolean()) {
            row.put("sourceKey", Sight.MASKED);
        }
        if (row.path("mergedInto").isTextual()) {
            String into = row.path("mergedInto").asText();
            row.set("mergedInto", named(into));
        }
        if (row.path("error") instanceof ObjectNode error) {
            maskDetail(error, entity);
        }
        row.remove("waiting");
    }

    /** What was said of a refusal, or that it is not shown. */
    void maskDetail(ObjectNode said, String entity) {
        if (said.path("detail").isTextual() && sight.isDetailMasked(entity)) {
            said.put("detail", Sight.MASKED);
        }
    }

    /** Another row by its id. */
    ObjectNode named(String rowId) {
        ObjectNode named = JsonNodeFactory.instance
                .objectNode()
                .put("record", Hash.of(rowId).toString());
        sight.putRow(named, rowId);
        return named;
    }

    private Map<String, List<ObjectNode>> chains(List<ObjectNode> rows) throws SQLException {
        List<UUID> parked = rows.stream()
                .filter(row -> !row.path("waiting").isNull())
                .map(row -> UUID.fromString(row.path("record").asText()))
                .toList();
        Map<String, List<ObjectNode>> chains = new HashMap<>();
        if (!parked.isEmpty()) {
            for (ObjectNode step : query.rows(CHAINS, parked)) {
                sight.putRow(step, step.path("rowId").asText());
                step.remove("step");
                chains.computeIfAbsent(step.remove("parked").asText(), first -> new ArrayList<>())
                        .add(step);
            }
        }
        return chains;
    }
}
