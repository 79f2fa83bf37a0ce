-- The facts. Inserting (stream_id, version) is the concurrency check.
CREATE TABLE events (
  stream_id STRING(256) NOT NULL,
  version INT64 NOT NULL,
  event_id STRING(36) NOT NULL,
  event_type STRING(128) NOT NULL,
  schema_version INT64 NOT NULL,
  data JSON NOT NULL,
  correlation_id STRING(128) NOT NULL,
  causation_id STRING(128) NOT NULL,
  actor STRING(256),
  traceparent STRING(64),
  committed_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (stream_id, version),
  INTERLEAVE IN PARENT streams;
