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

CREATE VIEW ferry.${error} AS
SELECT r.source_table, r.plain_key AS source_key, r.guid, r.action, w.reason, n.kind, n.remedy, w.detail, w.part,
    nullif(w.part_column, '') AS part_column, w.outcome_at, w.stage, w.batch, w.replay_id, w.mapping_version, r.last_change_at,
    (SELECT count(*) FROM ferry.row h WHERE h.waiting_hash = r.row_hash) AS held, r.row_id,
    v.who AS waived_by, v.why AS waived_why, v.at AS waived_at
FROM ferry.row r
JOIN ferry.write w ON w.write_hash = r.error_write
LEFT JOIN ferry.reason n USING (reason)
LEFT JOIN ferry.waiver v ON v.topic_offset = r.error_waiver
WHERE r.entity = ${entity} AND r.error_write IS NOT NULL

CREATE VIEW ferry.${parked} AS
SELECT r.source_table, r.plain_key AS source_key, r.action, p.entity AS waits_for_entity,
    p.source_table AS waits_for_table, p.plain_key AS waits_for_key,
    concat_ws(' ', 'waits for', p.entity, 'of', p.source_table, p.plain_key)
        || CASE WHEN p.error_write IS NOT NULL THEN ', which was refused: ' || e.reason
            WHEN p.waiting_hash IS NOT NULL THEN ', which waits itself'
            WHEN p.identity = 'PRESENT' THEN ', which has come'
            ELSE ', which is not in the target' END AS waits_for,
    w.outcome_at AS parked_at, r.last_change_at, r.row_id, w.waiting_for AS waits_for_row_id,
    v.who AS waived_by, v.why AS waived_why, v.at AS waived_at
FROM ferry.row r
JOIN ferry.write w ON w.write_hash = r.waiting_write
LEFT JOIN ferry.row p ON p.row_hash = r.waiting_hash
LEFT JOIN ferry.write e ON e.write_hash = p.error_write
LEFT JOIN ferry.waiver v ON v.topic_offset = r.waiting_waiver
WHERE r.entity = ${entity} AND r.waiting_hash IS NOT NULL
