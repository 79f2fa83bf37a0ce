-- The progress of a rebuild: one row for each range of streams, held by one instance at a time.
CREATE TABLE rebuild_ranges (
  projection STRING(64) NOT NULL,
  generation INT64 NOT NULL,
  range_number INT64 NOT NULL,
  after_stream STRING(256) NOT NULL,
  upto_stream STRING(256),
  position STRING(256) NOT NULL,
  is_done BOOL NOT NULL,
  streams INT64 NOT NULL,
  events INT64 NOT NULL,
  holder STRING(128),
  fencing_token INT64 NOT NULL,
  lease_expires_at TIMESTAMP,
  updated_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (projection, generation, range_number);
