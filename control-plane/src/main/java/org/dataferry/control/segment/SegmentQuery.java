package org.dataferry.control.segment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dataferry.control.projection.Ordering;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;

/**
 * The one question that a segment is to the ledger. The answer has a line for each source row and entity, and says how it stands
 * to the segment.
 *
 * <p>It goes by steps: the writes that are asked for, of each part of a row the last one; whether a newer one has succeeded; the
 * source rows that these rows are made of; and the rows that wait for them, by as many steps as it takes. Every step finds what
 * it needs by a key of what the one before has found, so it costs by what is found and not by the size of the ledger, unless
 * it is asked for what has no index: anything else than rejected and parked writes.
 */
final class SegmentQuery {

    /** Nothing more has to be sent of a write that ended so. */
    private static final String SUCCEEDED = "('APPLIED', 'ALREADY_APPLIED', 'SKIPPED')";

    private final Segment segment;
    private final Optional<Set<UUID>> keyed;
    private final TableNames names;
    private final Map<String, Set<SourceTable>> mapped;

    /**
     * @param mapped which tables each entity that can be meant is made of
     * @param keyed the hashes of the source rows that the segment's keys name; empty where it has no keys
     */
    SegmentQuery(Segment segment, TableNames names, Map<String, Set<SourceTable>> mapped, Optional<Set<UUID>> keyed) {
        this.segment = segment;
        this.names = names;
        this.mapped = mapped;
        this.keyed = keyed;
    }

    /**
     * Its columns are entity, source_table, source_key, standing (by the order of its constants, from 1), renewed and reason;
     * the chosen ones come first.
     */
    Sql sql() {
        List<String> entities = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        mapped.forEach((entity, made) -> made.forEach(table -> {
            entities.add(entity);
            tables.add(names.text(table));
        }));
        Sql sql = new Sql()
                .add(
                        "WITH RECURSIVE mapped AS MATERIALIZED ("
                                + "SELECT * FROM unnest(?::text[], ?::text[]) AS m (entity, source_table)), ",
                        entities,
                        tables);
        if (segment.writes().isNone()) {
            sql.add(sourceRows());
        } else {
            sql.add(matched()).add(JUDGED, segment.waived()).add(writtenRows());
        }
        return sql.add(DEPENDANTS).add(ANSWER);
    }

    /** All that the source has; also deleted ones if keys name them. */
    private Sql sourceRows() {
        Sql sql = new Sql().add("""
                found AS MATERIALIZED (
                    SELECT m.entity, c.source_hash, c.source_table, c.source_key, 1 AS standing, false AS renewed,
                        NULL::text AS reason
                    FROM (
                        SELECT DISTINCT ON (source_hash) * FROM ferry.change
                        WHERE op IS NOT NULL AND source_table = ANY(?)
                """, meantTables());
        keyed.ifPresent(hashes -> sql.add(" AND source_hash = ANY(?::uuid[])", hashes));
        sql.add("""
                 ORDER BY source_hash, ordering DESC, topic_offset
                    ) c
                    JOIN mapped m USING (source_table)
                    WHERE true
                """).add(ofSource());
        if (keyed.isEmpty()) {
            sql.add(" AND c.op <> 'D'");
        }
        return sql.add("), ");
    }

    /** Of each part of a row the last write that is asked for. */
    private Sql matched() {
        Sql sql = new Sql().add("""
                matched AS MATERIALIZED (
                    SELECT DISTINCT ON (w.row_hash, w.part, w.part_column) w.*
                    FROM (
                """);
        Set<WriteOutcome> outcomes = segment.writes().meantOutcomes();
        EnumSet<WriteOutcome> others = EnumSet.copyOf(outcomes);
        String or = "";
        if (keyed.isPresent()) {
            sql.add("""
                    SELECT w.* FROM (
                        SELECT row_hash FROM ferry.row WHERE source_hash = ANY(?::uuid[])
                        UNION
                        SELECT row_hash FROM ferry.write WHERE shared AND source_hash = ANY(?::uuid[])
                        UNION
                        SELECT merged_hash FROM ferry.row WHERE source_hash = ANY(?::uuid[])
                        UNION
                        SELECT w.row_hash FROM ferry.shared_source o JOIN ferry.write w USING (write_hash)
                        WHERE o.source_hash = ANY(?::uuid[])
                    ) k
                    JOIN ferry.write w USING (row_hash) WHERE true
                    """, keyed.get(), keyed.get(), keyed.get(), keyed.get()).add(ofWrite(outcomes));
            others.clear();
        } else if (!outcomes.equals(EnumSet.allOf(WriteOutcome.class))) {
            if (others.remove(WriteOutcome.REJECTED)) {
                sql.add("SELECT w.* FROM ferry.write w WHERE w.detail IS NOT NULL")
                        .add(ofWrite(Set.of(WriteOutcome.REJECTED)));
                or = " UNION ALL ";
            }
            if (others.remove(WriteOutcome.PARKED)) {
                sql.add(or + "SELECT w.* FROM ferry.row p JOIN ferry.write w USING (row_hash)"
                                + " WHERE p.waiting_hash IS NOT NULL")
                        .add(ofWrite(Set.of(WriteOutcome.PARKED)));
                or = " UNION ALL ";
            }
        }
        if (!others.isEmpty()) {
            sql.add(or + "SELECT w.* FROM ferry.write w WHERE true").add(ofWrite(others));
        }
        return sql.add("""
                    ) w
                    ORDER BY w.row_hash, w.part, w.part_column, w.outcome_offset DESC NULLS FIRST, w.announced_at DESC
                ),
                """);
    }

    private Sql ofWrite(Set<WriteOutcome> outcomes) {
        WriteCriteria writes = segment.writes();
        Sql sql = new Sql().add(" AND w.status = ANY(?) AND w.entity = ANY(?)", outcomes, meantEntities());
        if (!writes.meantReasons().isEmpty()) {
            sql.add(" AND w.reason = ANY(?)", writes.meantReasons());
        }
        writes.recorded().from().ifPresent(from -> sql.add(" AND w.outcome_at >= ?", from));
        writes.recorded().to().ifPresent(to -> sql.add(" AND w.outcome_at < ?", to));
        writes.mappingVersion().ifPresent(version -> sql.add(" AND w.mapping_version = ?", version));
        if (!writes.positions().isAny() || writes.offsets().isPresent()) {
            sql.add(" AND EXISTS (SELECT FROM ferry.change c WHERE c.source_hash = w.source_hash"
                    + " AND c.ordering = w.ordering");
            writes.positions().from().ifPresent(from -> sql.add(" AND c.ordering >= ?", Ordering.of(from)));
            writes.positions().to().ifPresent(to -> sql.add(" AND c.ordering <= ?", Ordering.of(to)));
            writes.offsets()
                    .ifPresent(at -> sql.add(
                            " AND c.topic_partition = ? AND c.topic_offset BETWEEN ? AND ?",
                            at.partition(),
                            at.from(),
                            at.to()));
            sql.add(")");
        }
        return sql;
    }

    /** The source rows of which those writes are. What a delete that succeeded has removed is nothing to send again. */
    private Sql writtenRows() {
        Sql sql = new Sql().add("""
                found AS MATERIALIZED (
                    SELECT j.entity, c.source_hash, c.source_table, c.source_key, min(j.standing) AS standing,
                        coalesce(bool_or(j.standing = 1 AND c.source_hash = j.source_hash AND c.ordering > j.ordering), false)
                            AS renewed,
                        (array_agg(j.reason ORDER BY j.standing, j.reason))[1] AS reason
                    FROM judged j
                    CROSS JOIN LATERAL ferry.source_rows(j.row_hash) c
                    JOIN mapped m ON m.entity = j.entity AND m.source_table = c.source_table
                    WHERE NOT (c.op = 'D' AND j.succeeded)
                """).add(ofSource());
        keyed.ifPresent(hashes -> sql.add(" AND c.source_hash = ANY(?::uuid[])", hashes));
        return sql.add(" GROUP BY 1, 2, 3, 4), ");
    }

    private Sql ofSource() {
        Sql sql = new Sql();
        segment.changed().from().ifPresent(from -> sql.add(" AND c.committed_at >= ?", from));
        segment.changed().to().ifPresent(to -> sql.add(" AND c.committed_at < ?", to));
        sql.add(" AND m.entity = ANY(?) AND m.source_table = ANY(?)", meantEntities(), meantTables());
        return sql;
    }

    private Set<String> meantEntities() {
        return segment.entities().isEmpty() ? mapped.keySet() : segment.entities();
    }

    private Set<String> meantTables() {
        return segment.tables().isEmpty()
                ? meantEntities().stream()
                        .flatMap(entity -> mapped.get(entity).stream())
                        .map(names::text)
                        .collect(Collectors.toSet())
                : segment.tables();
    }

    /**
     * How each write stands. A rejected one counts if it is what the row is refused by now, as {@code ferry.refusals} says it for
     * everybody. Of any other, a newer write of the same part must not have succeeded, nor the row have been deleted since. A newer
     * one is one of which somebody spoke later, and that is not of an older change of the same source row. Where something was
     * sent, a write that found nothing to send changes nothing. A source row that has gone on under the id of a merged row is no
     * row itself.
     */
    private static final String JUDGED = """
            judged AS MATERIALIZED (
                SELECT m.entity, m.row_hash, m.source_hash, m.ordering, m.status IN %1$s AS succeeded,
                    CASE WHEN over.standing = 4 THEN r.error_reason WHEN m.detail IS NOT NULL THEN m.reason END AS reason,
                    CASE WHEN over.standing <> 1 OR ? OR ferry.waiver_of(m.write_hash) IS NULL THEN over.standing
                        ELSE 3 END AS standing
                FROM matched m
                JOIN ferry.row r USING (row_hash)
                CROSS JOIN LATERAL (SELECT CASE
                    WHEN m.status <> 'REJECTED' THEN CASE WHEN EXISTS (
                            SELECT FROM ferry.write n
                            WHERE n.row_hash = m.row_hash AND n.write_hash <> m.write_hash
                                AND CASE WHEN m.outcome_offset IS NULL THEN n.announced_at > m.announced_at
                                    ELSE n.outcome_offset > m.outcome_offset END
                                AND (n.source_hash IS DISTINCT FROM m.source_hash OR coalesce(n.ordering >= m.ordering, true))
                                AND (n.status = 'APPLIED' AND n.reason = 'DELETED'
                                    OR n.action = 'DELETE' AND n.status = 'ALREADY_APPLIED'
                                    OR (n.part, n.part_column) = (m.part, m.part_column)
                                        AND (n.status IN ('APPLIED', 'ALREADY_APPLIED')
                                            OR n.status = 'SKIPPED' AND n.reason <> 'SUPERSEDED'
                                                AND m.status NOT IN %1$s)))
                        OR EXISTS (
                            SELECT FROM ferry.write n
                            WHERE n.shared AND n.source_hash = r.source_hash AND n.entity = r.entity
                                AND n.status IN %1$s AND n.ordering >= m.ordering)
                        THEN 5 ELSE 1 END
                    WHEN EXISTS (SELECT FROM ferry.refusals(m.row_hash) f WHERE f.write_hash = m.write_hash) THEN 1
                    WHEN r.error_write IS NOT NULL THEN 4
                    ELSE 5 END AS standing) over
            ),
            """.formatted(SUCCEEDED);

    /** The rows that wait for rows that the chosen ones make. */
    private static final String DEPENDANTS = """
            made AS (
                SELECT r.row_hash FROM found f
                JOIN ferry.row r ON r.source_hash = f.source_hash AND r.entity = f.entity
                WHERE f.standing = 1
                UNION
                SELECT w.row_hash FROM found f
                JOIN ferry.write w ON w.shared AND w.source_hash = f.source_hash AND w.entity = f.entity
                WHERE f.standing = 1
            ),
            held AS (
                SELECT r.row_hash FROM made m JOIN ferry.row r ON r.waiting_hash = m.row_hash
                UNION
                SELECT r.row_hash FROM held h JOIN ferry.row r ON r.waiting_hash = h.row_hash
            )
            """;

    /** A row that is both is told by what comes first. */
    private static final String ANSWER = """
            SELECT entity, source_table, source_key, min(standing) AS standing, bool_or(renewed) AS renewed,
                (array_agg(reason ORDER BY standing, reason))[1] AS reason
            FROM (
                SELECT entity, source_hash, source_table, source_key, standing, renewed, reason FROM found
                UNION ALL
                SELECT r.entity, c.source_hash, c.source_table, c.source_key, 2, false, NULL
                FROM held h
                JOIN ferry.row r USING (row_hash)
                CROSS JOIN LATERAL ferry.source_rows(r.row_hash) c
                JOIN mapped m ON m.entity = r.entity AND m.source_table = c.source_table
            ) a
            GROUP BY entity, source_hash, source_table, source_key
            ORDER BY standing, entity, source_table, source_key COLLATE "C"
            """;
}
