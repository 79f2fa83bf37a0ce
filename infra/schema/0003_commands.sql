-- The answer each command was given, so that its repeat is given the same one.
CREATE TABLE commands (
  stream_id STRING(256) NOT NULL,
  idempotency_key STRING(128) NOT NULL,
  fingerprint STRING(64) NOT NULL,
  answer JSON NOT NULL,
  committed_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (stream_id, idempotency_key),
  INTERLEAVE IN PARENT streams,
  ROW DELETION POLICY (OLDER_THAN(committed_at, INTERVAL 7 DAY));
