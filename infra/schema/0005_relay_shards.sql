-- Where the sweep of each outbox shard starts, its watermark, and who may move it.
CREATE TABLE relay_shards (
  shard INT64 NOT NULL,
  watermark TIMESTAMP,
  holder STRING(128),
  fencing_token INT64 NOT NULL,
  lease_expires_at TIMESTAMP,
) PRIMARY KEY (shard);
