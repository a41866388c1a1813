-- What a batch brings, for one transaction. Statements are paragraphs: a blank line ends one.

CREATE TEMP TABLE in_change (
    source_hash uuid,
    ordering text COLLATE "C",
    topic_offset bigint,
    topic_partition integer,
    source_table text,
    source_key text,
    plain_key text,
    position text,
    op text,
    committed_at timestamptz,
    captured_at timestamptz
) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_write (LIKE ferry.write) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_shared_source (LIKE ferry.shared_source) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_outcome (
    entity text,
    write_hash uuid,
    topic_offset bigint,
    at timestamptz,
    version bigint,
    stage text,
    status text,
    reason text,
    detail text,
    waiting_for text,
    batch text
) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_row (
    row_hash uuid,
    entity text,
    row_id text,
    source_hash uuid,
    source_table text,
    source_key text,
    plain_key text,
    identified boolean,
    guid uuid,
    identity text,
    identity_version bigint,
    origin text,
    merged_into text,
    merged_hash uuid
) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_image (LIKE ferry.image) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_progress (LIKE ferry.progress) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_waiver (
    waiver_id text,
    topic_offset bigint,
    at timestamptz,
    who text,
    why text,
    withdrawn boolean
) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_waived_write (LIKE ferry.waived_write) ON COMMIT DELETE ROWS

CREATE TEMP TABLE in_closed_letter (LIKE ferry.closed_letter) ON COMMIT DELETE ROWS

CREATE TEMP TABLE waiver_part (waiver_id text, row_hash uuid) ON COMMIT DELETE ROWS

CREATE TEMP TABLE touched (row_hash uuid PRIMARY KEY) ON COMMIT DELETE ROWS

CREATE TEMP TABLE more_changes (LIKE ferry.change_count) ON COMMIT DELETE ROWS

CREATE TEMP TABLE more_writes (LIKE ferry.write_count) ON COMMIT DELETE ROWS

CREATE TEMP TABLE more_steps (LIKE ferry.sum_step) ON COMMIT DELETE ROWS

CREATE TEMP TABLE more_target (LIKE ferry.target_sum) ON COMMIT DELETE ROWS
