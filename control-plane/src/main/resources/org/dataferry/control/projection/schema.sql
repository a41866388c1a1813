-- The tables of the ledger. Statements are paragraphs: a blank line ends one.
-- Long ids are kept once, as text, and known elsewhere by a hash of sixteen bytes.

CREATE SCHEMA ferry

CREATE TABLE ferry.ledger (
    format text NOT NULL,
    migration text NOT NULL,
    named_by_source boolean NOT NULL
)

CREATE TABLE ferry.progress (
    topic text,
    topic_partition integer,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, topic_partition)
)

-- What the views of an entity begin with.
CREATE TABLE ferry.entity_view (
    entity text PRIMARY KEY,
    view_name text NOT NULL
)

CREATE TABLE ferry.reason (
    reason text PRIMARY KEY,
    kind text NOT NULL,
    remedy text NOT NULL
)

-- One for each record of a change topic. The order within the key serves to find the newest change of a source row at once.
CREATE TABLE ferry.change (
    source_hash uuid,
    ordering text COLLATE "C",
    topic_offset bigint,
    topic_partition integer NOT NULL,
    source_table text NOT NULL,
    source_key text NOT NULL,
    plain_key text NOT NULL,
    position text NOT NULL,
    op text,
    committed_at timestamptz,
    captured_at timestamptz NOT NULL,
    redelivered boolean NOT NULL,
    PRIMARY KEY (source_hash, ordering, topic_offset)
)

-- One for each write, from three topics; columns of a topic that has not come yet are null. Pages have room for the versions
-- of a line that the three of them make, so that indexes need not follow.
CREATE TABLE ferry.write (
    write_hash uuid PRIMARY KEY,
    row_hash uuid NOT NULL,
    entity text NOT NULL,
    part text NOT NULL,
    part_column text NOT NULL,
    cause_kind text NOT NULL,
    cause text NOT NULL,
    source_hash uuid,
    ordering text COLLATE "C",
    replay_id text,
    shared boolean NOT NULL,
    announced_at timestamptz,
    fan_out_partition integer,
    fan_out_offset bigint,
    action text,
    version bigint,
    mapping_version text,
    state integer,
    write_offset bigint,
    status text NOT NULL,
    reason text,
    detail text,
    waiting_hash uuid,
    waiting_for text,
    outcome_version bigint,
    stage text,
    outcome_at timestamptz,
    outcome_offset bigint,
    batch text
) WITH (fillfactor = 70)

CREATE INDEX write_by_row ON ferry.write (row_hash)

-- Writes of a source row under the id of a merged row or a link; any other has the row's.
CREATE INDEX write_by_source ON ferry.write (source_hash) WHERE shared

-- Writes of replays, for their sums.
CREATE INDEX write_by_replay ON ferry.write (replay_id) WHERE replay_id IS NOT NULL

-- Writes that were refused: nothing else has a detail, so this index follows none of the versions of the others.
CREATE INDEX write_refused ON ferry.write (entity) WHERE detail IS NOT NULL

-- Source rows of a write that its id does not name, as it is of a replay of several.
CREATE TABLE ferry.shared_source (
    write_hash uuid,
    source_hash uuid,
    PRIMARY KEY (write_hash, source_hash)
)

CREATE INDEX shared_source_by_source ON ferry.shared_source (source_hash)

CREATE TABLE ferry.outcome (
    write_hash uuid,
    topic_offset bigint,
    at timestamptz NOT NULL,
    version bigint NOT NULL,
    stage text NOT NULL,
    status text NOT NULL,
    reason text,
    detail text,
    waiting_for text,
    batch text,
    PRIMARY KEY (write_hash, topic_offset)
)

-- One for each row of the target that was ever written, waited for or found. What follows merged_hash is made of its writes and changes.
CREATE TABLE ferry.row (
    row_hash uuid PRIMARY KEY,
    entity text NOT NULL,
    row_id text NOT NULL,
    source_hash uuid,
    source_table text,
    source_key text,
    plain_key text NOT NULL,
    guid uuid,
    identity text,
    identity_version bigint,
    origin text,
    merged_into text,
    merged_hash uuid,
    action text,
    processing text NOT NULL DEFAULT 'unprocessed',
    created_at timestamptz,
    last_change_at timestamptz,
    last_write_at timestamptz,
    last_write uuid,
    error_write uuid,
    error_reason text,
    error_waiver bigint,
    waiting_write uuid,
    waiting_hash uuid,
    waiting_waiver bigint,
    written_version bigint,
    applied_version bigint,
    state integer
) WITH (fillfactor = 60)

-- The rows that are refused or wait, once more: few and narrow, so that groups of errors are made of them by one reading, and a page
-- of them is found by its keys. In the table of all rows each of them is a page of its own, however many there are.
CREATE TABLE ferry.open_row (
    row_hash uuid PRIMARY KEY,
    entity text NOT NULL,
    plain_key text NOT NULL,
    is_refused boolean NOT NULL,
    error_reason text,
    error_waiver bigint,
    waiting_hash uuid
)

CREATE INDEX row_by_source ON ferry.row (source_hash)

CREATE INDEX row_by_merged ON ferry.row (merged_hash) WHERE merged_hash IS NOT NULL

-- By the hash of a key, as keys of merged rows and links grow beyond what a page of another index takes.
CREATE INDEX row_by_key ON ferry.row USING hash (plain_key)

CREATE INDEX row_by_guid ON ferry.row (guid) WHERE guid IS NOT NULL

-- By what hardly any row has, as every row goes through every kind of processing.
CREATE INDEX row_refused ON ferry.row (entity, error_reason) INCLUDE (row_hash, error_waiver)
    WHERE error_write IS NOT NULL

CREATE INDEX row_parked ON ferry.row (entity) WHERE waiting_hash IS NOT NULL

CREATE INDEX row_by_waiting ON ferry.row (waiting_hash) INCLUDE (row_hash) WHERE waiting_hash IS NOT NULL

-- The whole images of a row from the one that the target has on.
CREATE TABLE ferry.image (
    row_hash uuid,
    version bigint,
    image jsonb NOT NULL,
    amounts jsonb NOT NULL,
    currency text NOT NULL,
    PRIMARY KEY (row_hash, version)
)

CREATE TABLE ferry.dead_letter (
    topic_partition integer,
    topic_offset bigint,
    at timestamptz NOT NULL,
    input_key text,
    stage text,
    reason text,
    input_topic text,
    input_partition integer,
    input_offset bigint,
    bytes integer NOT NULL,
    PRIMARY KEY (topic_partition, topic_offset)
)

CREATE TABLE ferry.control (
    topic_offset bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    who text NOT NULL,
    what text NOT NULL,
    why text NOT NULL,
    entity text,
    replay_id text,
    source_rows bigint,
    detail text,
    rebuild integer,
    waiver_id text
)

-- Decisions that hold or did: that refused or parked writes are accepted as not migrated. By their place in the topic.
CREATE TABLE ferry.waiver (
    topic_offset bigint PRIMARY KEY,
    waiver_id text NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    who text NOT NULL,
    why text NOT NULL,
    withdrawn boolean NOT NULL
)

-- Also of decisions of which the last part has not come.
CREATE TABLE ferry.waived_write (
    write_hash uuid,
    waiver_id text,
    row_hash uuid NOT NULL,
    PRIMARY KEY (write_hash, waiver_id)
)

CREATE INDEX waived_write_by_waiver ON ferry.waived_write (waiver_id, row_hash)

-- Decisions of which not all rows were looked at yet: how far that is, in the order of the rows.
CREATE TABLE ferry.waiver_rest (
    waiver_id text PRIMARY KEY,
    after uuid NOT NULL
)

-- Of a dead letter the first decision counts.
CREATE TABLE ferry.closed_letter (
    topic_partition integer,
    topic_offset bigint,
    closed text NOT NULL,
    who text NOT NULL,
    why text NOT NULL,
    at timestamptz NOT NULL,
    control_offset bigint NOT NULL,
    PRIMARY KEY (topic_partition, topic_offset)
)

-- Fences that a command has set; heartbeats are not kept, as the sums of each half minute are.
CREATE TABLE ferry.fence (
    topic_offset bigint PRIMARY KEY,
    fence_id text NOT NULL,
    source text NOT NULL,
    committed_at timestamptz NOT NULL,
    reached_at timestamptz NOT NULL
)

-- What a run counted at a fence that all stages had passed, and at heartbeats as long as something changes.
CREATE TABLE ferry.checked_sum (
    topic_offset bigint,
    fence_id text NOT NULL,
    checked_at timestamptz NOT NULL,
    entity text,
    announced bigint NOT NULL,
    outcomes jsonb NOT NULL,
    missing bigint NOT NULL,
    missing_writes jsonb NOT NULL,
    PRIMARY KEY (topic_offset, entity)
)

-- Counts that are kept up with each batch, as counting millions of rows takes seconds.
CREATE TABLE ferry.change_count (
    source_table text,
    redelivered boolean,
    changes bigint NOT NULL,
    PRIMARY KEY (source_table, redelivered)
)

CREATE TABLE ferry.write_count (
    entity text,
    status text,
    reason text,
    announced boolean,
    writes bigint NOT NULL,
    PRIMARY KEY (entity, status, reason, announced)
)

-- What became more or less in each half minute, by the times in the records.
CREATE TABLE ferry.sum_step (
    entity text,
    half_minute timestamptz,
    status text,
    writes bigint NOT NULL,
    PRIMARY KEY (entity, half_minute, status)
)

-- Rows that the target has, and sums over them; without a column it is the count of rows.
CREATE TABLE ferry.target_sum (
    entity text,
    state integer,
    column_name text,
    currency text,
    rows bigint NOT NULL,
    amount numeric NOT NULL,
    PRIMARY KEY (entity, state, column_name, currency)
)

-- What a row adds to target_sum, by the image that the target has of it.
CREATE FUNCTION ferry.contribution(uuid)
    RETURNS TABLE (entity text, state integer, column_name text, currency text, rows bigint, amount numeric)
    LANGUAGE sql STABLE AS $$
    SELECT r.entity, coalesce(r.state, 0), '', '', 1::bigint, 0::numeric
    FROM ferry.row r WHERE r.row_hash = $1 AND r.identity = 'PRESENT'
    UNION ALL
    SELECT r.entity, coalesce(r.state, 0), a.key, i.currency, 1::bigint, a.value::numeric
    FROM ferry.row r
    JOIN ferry.image i ON i.row_hash = r.row_hash AND i.version = r.applied_version
    CROSS JOIN LATERAL jsonb_each_text(i.amounts) a
    WHERE r.row_hash = $1 AND r.identity = 'PRESENT'
    $$

-- The decision that holds for a write, the last of several; null where it is not waived.
CREATE FUNCTION ferry.waiver_of(uuid) RETURNS bigint LANGUAGE sql STABLE STRICT AS $$
    SELECT max(v.topic_offset) FROM ferry.waived_write w JOIN ferry.waiver v USING (waiver_id)
    WHERE w.write_hash = $1 AND NOT v.withdrawn
    $$

-- The writes by which a row, or a part of it, is refused now; everybody who asks that asks here, and RejectedBy in Java decides
-- the same from outcomes alone. A refusal stands until a later word about the same part, or until the row is deleted or its delete
-- finds it gone; but not for the word of an older change of the same source row.
CREATE FUNCTION ferry.refusals(uuid)
    RETURNS TABLE (write_hash uuid, part text, part_column text, reason text, outcome_offset bigint)
    LANGUAGE sql STABLE AS $$
    SELECT e.write_hash, e.part, e.part_column, e.reason, e.outcome_offset
    FROM ferry.write e
    WHERE e.row_hash = $1 AND e.status = 'REJECTED'
        AND NOT EXISTS (
            SELECT FROM ferry.write n
            WHERE n.row_hash = $1 AND n.outcome_offset > e.outcome_offset
                AND ((n.part, n.part_column) = (e.part, e.part_column)
                    OR n.status = 'APPLIED' AND n.reason = 'DELETED'
                    OR n.action = 'DELETE' AND n.status = 'ALREADY_APPLIED')
                AND (n.source_hash IS DISTINCT FROM e.source_hash OR coalesce(n.ordering >= e.ordering, true)))
    $$

-- How far a row is that has no word of its own, being merged into another: as far as that one.
CREATE FUNCTION ferry.processing_of(own text, merged_hash uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN own IN ('error', 'processed') THEN own
        ELSE coalesce((SELECT m.processing FROM ferry.row m WHERE m.row_hash = $2), own) END
    $$

-- The hash that a row id is known by.
CREATE FUNCTION ferry.hash(text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(substring(sha256(convert_to($1, 'UTF8')) FROM 1 FOR 16), 'hex')::uuid
    $$

-- The source rows that a row of the target is made of, each by its newest change. Of a merged row it is those that are merged into
-- it; of a link, and of a merged row of which that is not known, those that have written it and nothing else of the entity since.
CREATE FUNCTION ferry.source_rows(uuid)
    RETURNS TABLE (source_hash uuid, source_table text, source_key text, plain_key text, op text, committed_at timestamptz,
        ordering text)
    LANGUAGE sql STABLE AS $$
    SELECT s.source_hash, c.source_table, c.source_key, c.plain_key, c.op, c.committed_at, c.ordering
    FROM (
        SELECT r.source_hash FROM ferry.row r WHERE r.row_hash = $1 AND r.source_hash IS NOT NULL
        UNION
        SELECT r.source_hash FROM ferry.row r WHERE r.merged_hash = $1 AND r.source_hash IS NOT NULL
        UNION
        SELECT o.source_hash FROM ferry.write w JOIN ferry.shared_source o USING (write_hash)
        WHERE w.row_hash = $1
            AND NOT EXISTS (
                SELECT FROM ferry.row r
                WHERE r.source_hash = o.source_hash AND r.entity = w.entity AND r.merged_hash <> w.row_hash)
        UNION
        SELECT w.source_hash FROM ferry.write w
        WHERE w.row_hash = $1 AND w.shared AND w.source_hash IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM ferry.write n
                WHERE n.shared AND n.source_hash = w.source_hash AND n.entity = w.entity
                    AND n.row_hash <> w.row_hash AND n.ordering > w.ordering)
            AND NOT EXISTS (
                SELECT FROM ferry.row r
                WHERE r.source_hash = w.source_hash AND r.entity = w.entity AND r.merged_hash <> w.row_hash)
    ) s
    CROSS JOIN LATERAL (
        SELECT * FROM ferry.change WHERE source_hash = s.source_hash AND op IS NOT NULL
        ORDER BY ordering DESC, topic_offset LIMIT 1
    ) c
    $$
