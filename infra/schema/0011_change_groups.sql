-- The instances of each group. An instance writes its row every few seconds; its leases count for so long after that.
CREATE TABLE change_members (
  consumer STRING(128) NOT NULL,
  member STRING(64) NOT NULL,
  seen_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
  lease_ms INT64 NOT NULL,
) PRIMARY KEY (consumer, member),
  ROW DELETION POLICY (OLDER_THAN(seen_at, INTERVAL 1 DAY));

-- The partitions of the change stream, for each group. The row with an empty token is the query for the first ones.
CREATE TABLE change_partitions (
  consumer STRING(128) NOT NULL,
  partition_token STRING(MAX) NOT NULL,
  parents ARRAY<STRING(MAX)> NOT NULL,
  started_at TIMESTAMP NOT NULL,
  watermark TIMESTAMP NOT NULL,
  holder STRING(64),
  fence INT64 NOT NULL,
  waits_at TIMESTAMP,
  ended_at TIMESTAMP,
  failed_at TIMESTAMP,
  error STRING(1024),
  attempts INT64,
  retry_at TIMESTAMP,
) PRIMARY KEY (consumer, partition_token);
