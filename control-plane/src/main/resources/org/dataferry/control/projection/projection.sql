-- What one batch does to the ledger, in one transaction. Statements are paragraphs: a blank line ends one.
-- A batch meets big tables by LATERAL and OFFSET 0, which the planner does not turn round: it knows nothing yet of tables that
-- are being filled, and would now and then look through a big one for each row of the batch.
-- Whatever is made of several topics is made anew from the tables, so their order does not matter; a count loses what its
-- rows added before the batch, and gets what they add after it.

INSERT INTO ferry.waived_write SELECT * FROM in_waived_write ON CONFLICT DO NOTHING

INSERT INTO ferry.waiver
SELECT topic_offset, waiver_id, at, who, why, false FROM in_waiver WHERE NOT withdrawn
ON CONFLICT DO NOTHING

UPDATE ferry.waiver v SET withdrawn = true FROM in_waiver i
WHERE v.waiver_id = i.waiver_id AND i.withdrawn AND v.topic_offset < i.topic_offset

INSERT INTO ferry.closed_letter
SELECT DISTINCT ON (topic_partition, topic_offset) * FROM in_closed_letter
ORDER BY topic_partition, topic_offset, control_offset
ON CONFLICT DO NOTHING

-- A decision may be about a million rows, and a transaction is about so many as limits.ledger.batchSize says. So what it is about is
-- looked at part by part, one with each batch, from the beginning whenever the decision is taken or taken back.
INSERT INTO ferry.waiver_rest
SELECT DISTINCT waiver_id, '00000000-0000-0000-0000-000000000000'::uuid FROM in_waiver
ON CONFLICT (waiver_id) DO UPDATE SET after = excluded.after

INSERT INTO waiver_part
SELECT w.waiver_id, w.row_hash
FROM (SELECT * FROM ferry.waiver_rest ORDER BY waiver_id LIMIT 1) r
CROSS JOIN LATERAL (
    SELECT waiver_id, row_hash FROM ferry.waived_write WHERE waiver_id = r.waiver_id AND row_hash > r.after
    ORDER BY row_hash LIMIT current_setting('ferry.batch_size')::integer
) w

DELETE FROM ferry.waiver_rest
WHERE waiver_id = (SELECT waiver_id FROM ferry.waiver_rest ORDER BY waiver_id LIMIT 1)
    AND (SELECT count(*) FROM waiver_part) < current_setting('ferry.batch_size')::integer

UPDATE ferry.waiver_rest r SET after = p.row_hash
FROM (SELECT * FROM waiver_part ORDER BY row_hash DESC LIMIT 1) p
WHERE r.waiver_id = p.waiver_id

-- The rows about which something may have become known: also those whose source row changed, and those that were waived.
INSERT INTO touched
SELECT row_hash FROM in_row
UNION
SELECT r.row_hash FROM (SELECT DISTINCT source_hash FROM in_change) c
CROSS JOIN LATERAL (SELECT row_hash FROM ferry.row WHERE source_hash = c.source_hash OFFSET 0) r
UNION
SELECT row_hash FROM waiver_part

INSERT INTO more_writes
SELECT w.entity, w.status, coalesce(w.reason, ''), w.announced_at IS NOT NULL, -count(*)
FROM in_write i CROSS JOIN LATERAL (SELECT * FROM ferry.write WHERE write_hash = i.write_hash OFFSET 0) w
GROUP BY 1, 2, 3, 4

INSERT INTO more_target
SELECT c.entity, c.state, c.column_name, c.currency, -sum(c.rows), -sum(c.amount)
FROM touched t CROSS JOIN LATERAL ferry.contribution(t.row_hash) c
GROUP BY 1, 2, 3, 4

INSERT INTO more_steps
SELECT w.entity, date_bin('30 seconds', w.announced_at, '2000-01-01Z'), 'ANNOUNCED', -count(*)
FROM in_write i CROSS JOIN LATERAL (SELECT * FROM ferry.write WHERE write_hash = i.write_hash OFFSET 0) w
WHERE w.announced_at IS NOT NULL
GROUP BY 1, 2

-- Each outcome takes the place of the one before it.
INSERT INTO more_steps
SELECT entity, date_bin('30 seconds', at, '2000-01-01Z'), status, count(*)
FROM in_outcome
GROUP BY 1, 2, 3
UNION ALL
SELECT entity, date_bin('30 seconds', at, '2000-01-01Z'), earlier, -count(*)
FROM (
    SELECT o.entity, o.at,
        coalesce(lag(o.status) OVER (PARTITION BY o.write_hash ORDER BY o.topic_offset), w.status) AS earlier
    FROM in_outcome o
    LEFT JOIN LATERAL (SELECT status FROM ferry.write WHERE write_hash = o.write_hash OFFSET 0) w ON true
) o
WHERE earlier <> 'IN_FLIGHT'
GROUP BY 1, 2, 3

-- A change that does not come after all that were seen of its row was delivered before.
WITH arrived AS (
    INSERT INTO ferry.change
    SELECT source_hash, ordering, topic_offset, topic_partition, source_table, source_key, plain_key, position, op,
        committed_at, captured_at, coalesce(ordering <= greatest(in_batch, stored), false)
    FROM (
        SELECT i.*,
            (SELECT c.ordering FROM ferry.change c WHERE c.source_hash = i.source_hash
                ORDER BY c.ordering DESC LIMIT 1) AS stored,
            max(i.ordering) OVER (PARTITION BY i.source_hash ORDER BY i.topic_offset
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS in_batch
        FROM in_change i
    ) i
    RETURNING source_table, redelivered
)
INSERT INTO more_changes SELECT source_table, redelivered, count(*) FROM arrived GROUP BY 1, 2

-- The first announcement of a write counts, and of all else the last.
INSERT INTO ferry.write AS w SELECT * FROM in_write
ON CONFLICT (write_hash) DO UPDATE SET
    (announced_at, fan_out_partition, fan_out_offset) = (
        SELECT a.announced_at, a.fan_out_partition, a.fan_out_offset
        FROM (VALUES (w.announced_at, w.fan_out_partition, w.fan_out_offset),
            (excluded.announced_at, excluded.fan_out_partition, excluded.fan_out_offset))
            AS a (announced_at, fan_out_partition, fan_out_offset)
        ORDER BY 1, 2, 3 LIMIT 1),
    action = coalesce(excluded.action, w.action),
    version = coalesce(excluded.version, w.version),
    mapping_version = coalesce(excluded.mapping_version, w.mapping_version),
    state = coalesce(excluded.state, w.state),
    write_offset = coalesce(excluded.write_offset, w.write_offset),
    status = CASE WHEN excluded.outcome_at IS NULL THEN w.status ELSE excluded.status END,
    reason = CASE WHEN excluded.outcome_at IS NULL THEN w.reason ELSE excluded.reason END,
    detail = CASE WHEN excluded.outcome_at IS NULL THEN w.detail ELSE excluded.detail END,
    waiting_hash = CASE WHEN excluded.outcome_at IS NULL THEN w.waiting_hash ELSE excluded.waiting_hash END,
    waiting_for = CASE WHEN excluded.outcome_at IS NULL THEN w.waiting_for ELSE excluded.waiting_for END,
    outcome_version = coalesce(excluded.outcome_version, w.outcome_version),
    stage = coalesce(excluded.stage, w.stage),
    outcome_at = coalesce(excluded.outcome_at, w.outcome_at),
    outcome_offset = coalesce(excluded.outcome_offset, w.outcome_offset),
    batch = CASE WHEN excluded.outcome_at IS NULL THEN w.batch ELSE excluded.batch END

INSERT INTO ferry.shared_source SELECT DISTINCT * FROM in_shared_source ON CONFLICT DO NOTHING

INSERT INTO ferry.outcome
SELECT write_hash, topic_offset, at, version, stage, status, reason, detail, waiting_for, batch FROM in_outcome

INSERT INTO ferry.image SELECT * FROM in_image
ON CONFLICT (row_hash, version) DO UPDATE SET
    image = excluded.image, amounts = excluded.amounts, currency = excluded.currency

INSERT INTO ferry.row AS r (row_hash, entity, row_id, source_hash, source_table, source_key, plain_key, guid, identity,
    identity_version, origin, merged_into, merged_hash)
SELECT row_hash, entity, row_id, source_hash, source_table, source_key, plain_key, guid, identity, identity_version,
    origin, merged_into, merged_hash
FROM in_row WHERE identified
ON CONFLICT (row_hash) DO UPDATE SET
    (guid, identity, identity_version, origin, merged_into, merged_hash)
    = (excluded.guid, excluded.identity, excluded.identity_version, excluded.origin, excluded.merged_into,
        excluded.merged_hash)

INSERT INTO ferry.row AS r (row_hash, entity, row_id, source_hash, source_table, source_key, plain_key)
SELECT row_hash, entity, row_id, source_hash, source_table, source_key, plain_key FROM in_row WHERE NOT identified
ON CONFLICT (row_hash) DO NOTHING

-- What a row is now, by its writes and its source row's newest change. It is waived where all of its refusals are.
UPDATE ferry.row r SET
    (action, processing, created_at, last_change_at, last_write_at, last_write, error_write, error_reason, error_waiver,
        waiting_write, waiting_hash, waiting_waiver, written_version, applied_version, state)
    = (s.op, s.processing, s.created_at, s.committed_at, s.last_write_at, s.last_write, s.error_write, s.error_reason,
        s.error_waiver, s.waiting_write, s.waiting_hash, s.waiting_waiver, s.written_version, s.applied_version, s.state)
FROM (
    SELECT x.row_hash, w.*, c.op, c.committed_at, e.write_hash AS error_write, e.reason AS error_reason,
        CASE WHEN e.all_waived THEN e.waiver END AS error_waiver,
        ferry.waiver_of(w.waiting_write) AS waiting_waiver,
        CASE WHEN e.write_hash IS NOT NULL THEN 'error'
            WHEN w.writes = 0 OR w.in_flight > 0 THEN 'unprocessed'
            WHEN w.open > 0 THEN 'processed'
            ELSE 'success' END AS processing
    FROM touched t
    CROSS JOIN LATERAL (SELECT * FROM ferry.row WHERE row_hash = t.row_hash OFFSET 0) x
    CROSS JOIN LATERAL (
        SELECT count(*) AS writes,
            count(*) FILTER (WHERE n.status = 'IN_FLIGHT') AS in_flight,
            count(*) FILTER (WHERE n.status IN ('PARKED', 'DEFERRED', 'BOUNCED')) AS open,
            max(n.outcome_at) FILTER (WHERE n.status = 'APPLIED' AND n.reason IN ('CREATED', 'LINKED')) AS created_at,
            max(n.outcome_at) FILTER (WHERE n.status = 'APPLIED') AS last_write_at,
            right(max(n.rank || n.write_hash), 36)::uuid AS last_write,
            right(max(n.rank || n.write_hash) FILTER (WHERE n.status = 'PARKED'), 36)::uuid AS waiting_write,
            right(max(n.rank || n.waiting_hash) FILTER (WHERE n.status = 'PARKED'), 36)::uuid AS waiting_hash,
            max(n.version) FILTER (WHERE n.action = 'UPSERT') AS written_version,
            max(n.outcome_version) FILTER (WHERE n.action IN ('UPSERT', 'DELETE')
                AND n.status IN ('APPLIED', 'ALREADY_APPLIED')) AS applied_version,
            CASE WHEN max(n.outcome_offset) FILTER (WHERE n.action = 'STATE'
                    AND n.status IN ('APPLIED', 'ALREADY_APPLIED'))
                > coalesce(max(n.outcome_offset) FILTER (WHERE n.status = 'APPLIED' AND n.reason = 'DELETED'
                    OR n.action = 'DELETE' AND n.status = 'ALREADY_APPLIED'), -1)
                THEN right(max(n.rank || lpad(n.state::text, 11)) FILTER (WHERE n.action = 'STATE'
                    AND n.status IN ('APPLIED', 'ALREADY_APPLIED')), 11)::integer END AS state
        FROM (
            -- The later outcome first, and where there is none the later announcement; a text, as its maximum needs no sorting.
            SELECT *, (lpad((coalesce(outcome_offset, -1) + 1)::text, 19, '0')
                || lpad((coalesce(fan_out_offset, -1) + 1)::text, 19, '0')) COLLATE "C" AS rank
            FROM ferry.write WHERE row_hash = x.row_hash
        ) n
    ) w
    LEFT JOIN LATERAL (
        SELECT c.op, c.committed_at FROM ferry.change c WHERE c.source_hash = x.source_hash
        ORDER BY c.ordering DESC, c.topic_offset LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
        SELECT e.write_hash, e.reason, ferry.waiver_of(e.write_hash) AS waiver,
            bool_and(ferry.waiver_of(e.write_hash) IS NOT NULL) OVER () AS all_waived
        FROM ferry.refusals(x.row_hash) e
        ORDER BY e.outcome_offset DESC LIMIT 1
    ) e ON true
) s
WHERE r.row_hash = s.row_hash
    AND (r.action, r.processing, r.created_at, r.last_change_at, r.last_write_at, r.last_write, r.error_write,
        r.error_reason, r.error_waiver, r.waiting_write, r.waiting_hash, r.waiting_waiver, r.written_version,
        r.applied_version, r.state)
    IS DISTINCT FROM (s.op, s.processing, s.created_at, s.committed_at, s.last_write_at, s.last_write, s.error_write,
        s.error_reason, s.error_waiver, s.waiting_write, s.waiting_hash, s.waiting_waiver, s.written_version,
        s.applied_version, s.state)

DELETE FROM ferry.open_row o USING touched t WHERE o.row_hash = t.row_hash

INSERT INTO ferry.open_row
SELECT x.* FROM touched t
CROSS JOIN LATERAL (
    SELECT row_hash, entity, plain_key, error_write IS NOT NULL, error_reason, error_waiver, waiting_hash
    FROM ferry.row WHERE row_hash = t.row_hash AND (error_write IS NOT NULL OR waiting_hash IS NOT NULL) OFFSET 0
) x

-- Older images than that of the target are needed by nobody.
DELETE FROM ferry.image i USING (
    SELECT x.* FROM touched t
    CROSS JOIN LATERAL (SELECT row_hash, applied_version FROM ferry.row WHERE row_hash = t.row_hash OFFSET 0) x
) r
WHERE i.row_hash = r.row_hash AND i.version < r.applied_version

INSERT INTO more_writes
SELECT w.entity, w.status, coalesce(w.reason, ''), w.announced_at IS NOT NULL, count(*)
FROM in_write i CROSS JOIN LATERAL (SELECT * FROM ferry.write WHERE write_hash = i.write_hash OFFSET 0) w
GROUP BY 1, 2, 3, 4

INSERT INTO more_target
SELECT c.entity, c.state, c.column_name, c.currency, sum(c.rows), sum(c.amount)
FROM touched t CROSS JOIN LATERAL ferry.contribution(t.row_hash) c
GROUP BY 1, 2, 3, 4

INSERT INTO more_steps
SELECT w.entity, date_bin('30 seconds', w.announced_at, '2000-01-01Z'), 'ANNOUNCED', count(*)
FROM in_write i CROSS JOIN LATERAL (SELECT * FROM ferry.write WHERE write_hash = i.write_hash OFFSET 0) w
WHERE w.announced_at IS NOT NULL
GROUP BY 1, 2

INSERT INTO ferry.change_count AS n
SELECT source_table, redelivered, sum(changes) FROM more_changes GROUP BY 1, 2
ON CONFLICT (source_table, redelivered) DO UPDATE SET changes = n.changes + excluded.changes

INSERT INTO ferry.write_count AS n
SELECT entity, status, reason, announced, sum(writes) FROM more_writes GROUP BY 1, 2, 3, 4 HAVING sum(writes) <> 0
ON CONFLICT (entity, status, reason, announced) DO UPDATE SET writes = n.writes + excluded.writes

DELETE FROM ferry.write_count WHERE writes = 0

INSERT INTO ferry.sum_step AS n
SELECT entity, half_minute, status, sum(writes) FROM more_steps GROUP BY 1, 2, 3 HAVING sum(writes) <> 0
ON CONFLICT (entity, half_minute, status) DO UPDATE SET writes = n.writes + excluded.writes

DELETE FROM ferry.sum_step n USING (SELECT DISTINCT entity, half_minute, status FROM more_steps) m
WHERE (n.entity, n.half_minute, n.status) = (m.entity, m.half_minute, m.status) AND n.writes = 0

-- Digits that a sum does not need any more would tell in which order it was made.
INSERT INTO ferry.target_sum AS n
SELECT entity, state, column_name, currency, sum(rows), trim_scale(sum(amount)) FROM more_target
GROUP BY 1, 2, 3, 4 HAVING sum(rows) <> 0 OR sum(amount) <> 0
ON CONFLICT (entity, state, column_name, currency) DO UPDATE SET
    rows = n.rows + excluded.rows, amount = trim_scale(n.amount + excluded.amount)

DELETE FROM ferry.target_sum WHERE rows = 0

INSERT INTO ferry.progress SELECT * FROM in_progress
ON CONFLICT (topic, topic_partition) DO UPDATE SET next_offset = excluded.next_offset
