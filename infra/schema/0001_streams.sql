-- The head of every stream: its version, and the folded state as it was at snapshot_version,
-- and which fold (state_version) and which fields (a fingerprint, state_schema) it was made with.
CREATE TABLE streams (
  stream_id STRING(256) NOT NULL,
  version INT64 NOT NULL,
  snapshot JSON,
  snapshot_version INT64,
  state_version INT64,
  state_schema STRING(16),
  updated_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (stream_id);
