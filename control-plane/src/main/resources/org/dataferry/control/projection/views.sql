-- What people read, of all entities. Statements are paragraphs: a blank line ends one.

-- announced = applied + already_applied + skipped + parked + deferred + bounced + rejected + in_flight
-- A write that was sent, and is neither announced nor answered yet, is in none of them: a topic was read before the other.
CREATE VIEW ferry.sums AS
SELECT entity,
    sum(writes) FILTER (WHERE announced)::bigint AS announced,
    coalesce(sum(writes) FILTER (WHERE status = 'APPLIED'), 0)::bigint AS applied,
    coalesce(sum(writes) FILTER (WHERE status = 'ALREADY_APPLIED'), 0)::bigint AS already_applied,
    coalesce(sum(writes) FILTER (WHERE status = 'SKIPPED'), 0)::bigint AS skipped,
    coalesce(sum(writes) FILTER (WHERE status = 'SKIPPED' AND reason = 'CHANGED_IN_TARGET'), 0)::bigint AS kept,
    coalesce(sum(writes) FILTER (WHERE status = 'PARKED'), 0)::bigint AS parked,
    coalesce(sum(writes) FILTER (WHERE status = 'DEFERRED'), 0)::bigint AS deferred,
    coalesce(sum(writes) FILTER (WHERE status = 'BOUNCED'), 0)::bigint AS bounced,
    coalesce(sum(writes) FILTER (WHERE status = 'REJECTED'), 0)::bigint AS rejected,
    coalesce(sum(writes) FILTER (WHERE status = 'IN_FLIGHT' AND announced), 0)::bigint AS in_flight,
    coalesce(sum(writes) FILTER (WHERE status <> 'IN_FLIGHT' AND NOT announced), 0)::bigint AS unannounced,
    coalesce((SELECT sum(t.rows) FROM ferry.target_sum t WHERE t.entity = c.entity AND t.column_name = ''), 0)::bigint AS rows
FROM ferry.write_count c GROUP BY entity

CREATE VIEW ferry.entities AS SELECT entity, view_name FROM ferry.entity_view

CREATE VIEW ferry.changes AS
SELECT source_table,
    coalesce(sum(changes) FILTER (WHERE NOT redelivered), 0)::bigint AS captured,
    coalesce(sum(changes) FILTER (WHERE redelivered), 0)::bigint AS redelivered
FROM ferry.change_count GROUP BY source_table

-- Rows that the target has, by entity and state; for a column of exact decimals also their sum, by currency.
CREATE VIEW ferry.target_image AS
SELECT entity, state, nullif(column_name, '') AS column_name,
    CASE WHEN column_name <> '' THEN currency END AS currency,
    rows, CASE WHEN column_name <> '' THEN amount END AS amount
FROM ferry.target_sum

-- The sums of every half minute in which something happened.
CREATE VIEW ferry.sum_history AS
SELECT entity, half_minute, status,
    sum(writes) OVER (PARTITION BY entity, status ORDER BY half_minute)::bigint AS writes
FROM ferry.sum_step

-- The sums as they were at the end of the half minute in which a fence was reached, or of the one after it.
CREATE VIEW ferry.fence_sum AS
SELECT f.fence_id, f.reached_at, s.entity, s.status, sum(s.writes)::bigint AS writes
FROM ferry.fence f
JOIN ferry.sum_step s ON s.half_minute <= date_bin('30 seconds', f.reached_at, '2000-01-01Z') + interval '30 seconds'
GROUP BY f.topic_offset, f.fence_id, f.reached_at, s.entity, s.status
HAVING sum(s.writes) <> 0

-- The sums that runs counted at fences: they are balanced, or something is lost.
CREATE VIEW ferry.fence_check AS
SELECT fence_id, checked_at, entity, announced,
    coalesce((outcomes->>'applied')::bigint, 0) AS applied,
    coalesce((outcomes->>'alreadyApplied')::bigint, 0) AS already_applied,
    coalesce((outcomes->>'skipped')::bigint, 0) AS skipped,
    coalesce((outcomes->>'parked')::bigint, 0) AS parked,
    coalesce((outcomes->>'deferred')::bigint, 0) AS deferred,
    coalesce((outcomes->>'bounced')::bigint, 0) AS bounced,
    coalesce((outcomes->>'rejected')::bigint, 0) AS rejected,
    coalesce((outcomes->>'inFlight')::bigint, 0) AS in_flight,
    missing,
    missing = 0 AND announced = (SELECT coalesce(sum(value::bigint), 0) FROM jsonb_each_text(outcomes)) AS balanced
FROM ferry.checked_sum

-- Sums that were not: is_open where that is what the last check of the entity found.
CREATE VIEW ferry.imbalance AS
SELECT c.fence_id, c.checked_at, c.entity, c.announced, c.missing, s.missing_writes,
    NOT EXISTS (SELECT FROM ferry.checked_sum n WHERE n.entity = c.entity AND n.topic_offset > s.topic_offset) AS is_open
FROM ferry.fence_check c
JOIN ferry.checked_sum s USING (fence_id, checked_at, entity)
WHERE NOT c.balanced

-- The sums of replays.
CREATE VIEW ferry.replay_sums AS
SELECT replay_id, entity,
    count(*) FILTER (WHERE announced_at IS NOT NULL) AS announced,
    count(*) FILTER (WHERE status = 'APPLIED') AS applied,
    count(*) FILTER (WHERE status = 'ALREADY_APPLIED') AS already_applied,
    count(*) FILTER (WHERE status = 'SKIPPED') AS skipped,
    count(*) FILTER (WHERE status = 'PARKED') AS parked,
    count(*) FILTER (WHERE status = 'DEFERRED') AS deferred,
    count(*) FILTER (WHERE status = 'BOUNCED') AS bounced,
    count(*) FILTER (WHERE status = 'REJECTED') AS rejected,
    count(*) FILTER (WHERE status = 'IN_FLIGHT' AND announced_at IS NOT NULL) AS in_flight
FROM ferry.write WHERE replay_id IS NOT NULL GROUP BY replay_id, entity

-- For each parked row the one that it waits for in the end.
CREATE VIEW ferry.parked_root AS
WITH RECURSIVE chain AS (
    SELECT row_hash AS parked_hash, waiting_hash AS root_hash FROM ferry.open_row
    WHERE waiting_hash IS NOT NULL
    UNION
    SELECT c.parked_hash, r.waiting_hash FROM chain c
    JOIN ferry.open_row r ON r.row_hash = c.root_hash AND r.waiting_hash IS NOT NULL
)
SELECT parked_hash, root_hash FROM chain c
WHERE NOT EXISTS (SELECT FROM ferry.open_row r WHERE r.row_hash = c.root_hash AND r.waiting_hash IS NOT NULL)

-- Why rows are not in the target: those that were refused, by reason, and rows that others wait for, by how far they are: nobody
-- has announced a write of them, some write is not done (or the end of waiting is not read yet), or all are done without them.
-- held is how many parked rows wait for the group in the end.
CREATE VIEW ferry.error_group AS
WITH held AS (SELECT root_hash, count(*) AS rows FROM ferry.parked_root GROUP BY root_hash),
refused AS (SELECT row_hash, entity, error_reason, error_waiver FROM ferry.open_row WHERE is_refused),
groups AS (
    SELECT r.entity, r.error_reason AS reason, n.kind, n.remedy, count(*) AS rows, count(r.error_waiver) AS waived,
        coalesce(sum(h.rows), 0) AS held
    FROM refused r
    LEFT JOIN ferry.reason n ON n.reason = r.error_reason
    LEFT JOIN held h ON h.root_hash = r.row_hash
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT r.entity, reason, 'WAITING', n.remedy, count(*), 0, sum(h.rows)
    FROM held h
    LEFT JOIN refused e ON e.row_hash = h.root_hash
    CROSS JOIN LATERAL (
        SELECT entity, CASE
            WHEN identity IN ('PRESENT', 'MERGED') OR identity IS NULL AND created_at IS NOT NULL THEN 'UNDER_WAY'
            WHEN last_write IS NULL THEN 'MISSING'
            WHEN processing <> 'success' THEN 'UNDER_WAY'
            ELSE 'NOT_COMING' END AS reason
        FROM ferry.row WHERE row_hash = h.root_hash OFFSET 0
    ) r
    JOIN (VALUES
        ('MISSING', 'these rows are not in the target yet; bring them at the source, or correct the rows that name them'),
        ('UNDER_WAY', 'nothing, they are on their way; where that lasts, see what is paused, deferred or throttled'),
        ('NOT_COMING', 'these rows were deleted or left out; bring them back at the source, or correct the rows that name them')
    ) AS n (reason, remedy) USING (reason)
    WHERE e.row_hash IS NULL
    GROUP BY 1, 2, 4
)
SELECT entity, reason, kind, rows, waived, held::bigint AS held, remedy,
    rows || ' ' || entity || CASE rows WHEN 1 THEN ' row ' ELSE ' rows ' END || reason
        || CASE waived WHEN 0 THEN '' ELSE ' (' || waived || ' waived)' END
        || CASE held WHEN 0 THEN '' WHEN 1 THEN ' hold 1 row' ELSE ' hold ' || held || ' rows' END AS root
FROM groups

CREATE VIEW ferry.dead_letters AS
SELECT l.at, l.stage, l.reason, l.input_topic, l.input_partition, l.input_offset, l.input_key, l.bytes,
    l.topic_partition || ':' || l.topic_offset AS id, coalesce(c.closed, 'OPEN') AS standing, c.who AS closed_by,
    c.why AS closed_why, c.at AS closed_at
FROM ferry.dead_letter l LEFT JOIN ferry.closed_letter c USING (topic_partition, topic_offset)

CREATE VIEW ferry.waivers AS SELECT waiver_id, at, who, why, withdrawn FROM ferry.waiver

CREATE VIEW ferry.log AS
SELECT at, who, what, why, entity, replay_id, source_rows, detail, rebuild, waiver_id FROM ferry.control

CREATE VIEW ferry.lag AS
SELECT topic, topic_partition, next_offset FROM ferry.progress
