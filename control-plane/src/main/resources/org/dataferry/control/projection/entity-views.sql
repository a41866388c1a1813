-- What people read, of one entity: ${entity} is its name as a text. Statements are paragraphs: a blank line ends one.

CREATE VIEW ferry.${all} AS
SELECT r.source_table, r.plain_key AS source_key, r.guid, r.action,
    CASE WHEN r.merged_hash IS NULL THEN r.processing ELSE ferry.processing_of(r.processing, r.merged_hash) END AS processing,
    r.identity AS in_target, r.created_at, w.replay_id, w.mapping_version, r.last_change_at, w.status AS last_outcome, w.reason AS last_reason,
    w.outcome_at AS last_outcome_at, w.batch, r.last_write_at, r.written_version, r.applied_version, r.state,
    i.image AS target_image, n.image AS newest_image, r.row_id
FROM ferry.row r
LEFT JOIN ferry.write w ON w.write_hash = r.last_write
LEFT JOIN ferry.image i ON i.row_hash = r.row_hash AND i.version = r.applied_version AND r.identity = 'PRESENT'
LEFT JOIN ferry.image n ON n.row_hash = r.row_hash AND n.version = r.written_version
WHERE r.entity = ${entity} AND (r.last_write IS NOT NULL OR r.identity IS NOT NULL)

CREATE VIEW ferry.${success} AS
SELECT r.source_table, r.plain_key AS source_key, r.guid, r.action, r.identity AS in_target, r.created_at, r.last_change_at,
    w.status AS last_outcome, w.reason AS last_reason, w.outcome_at AS last_outcome_at, w.mapping_version, r.row_id
FROM ferry.row r
LEFT JOIN ferry.write w ON w.write_hash = r.last_write
WHERE r.entity = ${entity} AND 'success' =
    CASE WHEN r.merged_hash IS NULL THEN r.processing ELSE ferry.processing_of(r.processing, r.merged_hash) END

-- Of rows that are refused or wait, what is not in the narrow table is looked up for each column by itself: PostgreSQL does that after
-- sorting, so for the rows of a page and no others.
CREATE VIEW ferry.${error} AS
SELECT (SELECT r.source_table FROM ferry.row r WHERE r.row_hash = o.row_hash) AS source_table,
    o.plain_key AS source_key,
    (SELECT r.guid FROM ferry.row r WHERE r.row_hash = o.row_hash) AS guid,
    (SELECT r.action FROM ferry.row r WHERE r.row_hash = o.row_hash) AS action,
    o.error_reason AS reason, n.kind, n.remedy,
    (SELECT w.detail FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS detail,
    (SELECT w.part FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS part,
    (SELECT nullif(w.part_column, '') FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS part_column,
    (SELECT w.outcome_at FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS outcome_at,
    (SELECT w.stage FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS stage,
    (SELECT w.batch FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS batch,
    (SELECT w.replay_id FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS replay_id,
    (SELECT w.mapping_version FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.error_write WHERE r.row_hash = o.row_hash) AS mapping_version,
    (SELECT r.last_change_at FROM ferry.row r WHERE r.row_hash = o.row_hash) AS last_change_at,
    (SELECT count(*) FROM ferry.row h WHERE h.waiting_hash = o.row_hash) AS held,
    (SELECT r.row_id FROM ferry.row r WHERE r.row_hash = o.row_hash) AS row_id,
    v.who AS waived_by, v.why AS waived_why, v.at AS waived_at
FROM ferry.open_row o
LEFT JOIN ferry.reason n ON n.reason = o.error_reason
LEFT JOIN ferry.waiver v ON v.topic_offset = o.error_waiver
WHERE o.entity = ${entity} AND o.is_refused

CREATE VIEW ferry.${parked} AS
SELECT (SELECT r.source_table FROM ferry.row r WHERE r.row_hash = o.row_hash) AS source_table,
    o.plain_key AS source_key,
    (SELECT r.action FROM ferry.row r WHERE r.row_hash = o.row_hash) AS action,
    (SELECT p.entity FROM ferry.row p WHERE p.row_hash = o.waiting_hash) AS waits_for_entity,
    (SELECT p.source_table FROM ferry.row p WHERE p.row_hash = o.waiting_hash) AS waits_for_table,
    (SELECT p.plain_key FROM ferry.row p WHERE p.row_hash = o.waiting_hash) AS waits_for_key,
    (SELECT concat_ws(' ', 'waits for', p.entity, 'of', p.source_table, p.plain_key)
        || CASE WHEN p.error_write IS NOT NULL THEN ', which was refused: ' || p.error_reason
            WHEN p.waiting_hash IS NOT NULL THEN ', which waits itself'
            WHEN p.identity = 'PRESENT' THEN ', which has come'
            ELSE ', which is not in the target' END
        FROM ferry.row p WHERE p.row_hash = o.waiting_hash) AS waits_for,
    (SELECT w.outcome_at FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.waiting_write WHERE r.row_hash = o.row_hash) AS parked_at,
    (SELECT r.last_change_at FROM ferry.row r WHERE r.row_hash = o.row_hash) AS last_change_at,
    (SELECT r.row_id FROM ferry.row r WHERE r.row_hash = o.row_hash) AS row_id,
    (SELECT w.waiting_for FROM ferry.row r JOIN ferry.write w ON w.write_hash = r.waiting_write WHERE r.row_hash = o.row_hash) AS waits_for_row_id,
    (SELECT v.who FROM ferry.row r JOIN ferry.waiver v ON v.topic_offset = r.waiting_waiver WHERE r.row_hash = o.row_hash) AS waived_by,
    (SELECT v.why FROM ferry.row r JOIN ferry.waiver v ON v.topic_offset = r.waiting_waiver WHERE r.row_hash = o.row_hash) AS waived_why,
    (SELECT v.at FROM ferry.row r JOIN ferry.waiver v ON v.topic_offset = r.waiting_waiver WHERE r.row_hash = o.row_hash) AS waived_at
FROM ferry.open_row o
WHERE o.entity = ${entity} AND o.waiting_hash IS NOT NULL
