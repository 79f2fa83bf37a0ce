-- Obligations to publish: pointers to events, each with the bytes of its event, so that a relay knows how many it can
-- read at a time. Empty means that everything is published.
CREATE TABLE outbox (
  shard INT64 NOT NULL,
  committed_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
  stream_id STRING(256) NOT NULL,
  version INT64 NOT NULL,
  size INT64 NOT NULL,
) PRIMARY KEY (shard, committed_at, stream_id, version);
