-- The result of each command that has an idempotency key, so that a repeat is given the same one.
CREATE TABLE commands (
  stream_id STRING(256) NOT NULL,
  idempotency_key STRING(128) NOT NULL,
  fingerprint STRING(64) NOT NULL,
  result JSON NOT NULL,
  committed_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (stream_id, idempotency_key),
  INTERLEAVE IN PARENT streams,
  ROW DELETION POLICY (OLDER_THAN(committed_at, INTERVAL 7 DAY));
