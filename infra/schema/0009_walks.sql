-- Walks over all streams, by name. The number grows with each walk of that name; report is what the last one found that
-- came to its end.
CREATE TABLE walks (
  walk STRING(256) NOT NULL,
  number INT64 NOT NULL,
  began_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
  reported_number INT64,
  ended_at TIMESTAMP OPTIONS (allow_commit_timestamp = true),
  report JSON,
) PRIMARY KEY (walk);

-- The progress of a walk that is under way: one row for each range of streams, held by one instance at a time.
CREATE TABLE walk_ranges (
  walk STRING(256) NOT NULL,
  number INT64 NOT NULL,
  range_number INT64 NOT NULL,
  after_stream STRING(256) NOT NULL,
  upto_stream STRING(256),
  position STRING(256) NOT NULL,
  is_done BOOL NOT NULL,
  found JSON NOT NULL,
  holder STRING(128),
  fencing_token INT64 NOT NULL,
  lease_expires_at TIMESTAMP,
  updated_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (walk, number, range_number);
