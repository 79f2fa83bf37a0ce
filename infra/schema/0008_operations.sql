-- Who did what to the views, when and why. The shard in front keeps the newest rows from sharing one hot split.
CREATE TABLE operations (
  shard INT64 NOT NULL,
  performed_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
  operation_id STRING(36) NOT NULL,
  operation STRING(32) NOT NULL,
  projection STRING(64),
  stream_id STRING(256),
  actor STRING(256) NOT NULL,
  reason STRING(1024),
  details JSON,
) PRIMARY KEY (shard, performed_at DESC, operation_id);
