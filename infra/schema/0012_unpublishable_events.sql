-- Outbox rows that were set aside, because the bus will never take their events, or the store lacks them. Each is still an
-- obligation, until an operator lets it be tried again or abandons it.
CREATE TABLE unpublishable_events (
  stream_id STRING(256) NOT NULL,
  version INT64 NOT NULL,
  size INT64 NOT NULL,
  cause STRING(1024) NOT NULL,
  set_aside_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (stream_id, version);
