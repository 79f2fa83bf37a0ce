-- How far each projection has applied each stream, and what stopped it.
CREATE TABLE checkpoints (
  projection STRING(64) NOT NULL,
  generation INT64 NOT NULL,
  stream_id STRING(256) NOT NULL,
  version INT64 NOT NULL,
  state STRING(16) NOT NULL,
  failed_version INT64,
  failed_event_id STRING(36),
  failed_event_type STRING(128),
  error_class STRING(128),
  error STRING(1024),
  attempts INT64,
  first_failed_at TIMESTAMP,
  last_failed_at TIMESTAMP,
  parked_at TIMESTAMP,
  updated_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (projection, generation, stream_id);

-- Holds parked streams only, so that finding them never scans the others.
CREATE NULL_FILTERED INDEX checkpoints_by_parked_at ON checkpoints(projection, parked_at)
  STORING (version, state, failed_version, failed_event_id, failed_event_type, error_class, error, attempts,
    first_failed_at, last_failed_at);
