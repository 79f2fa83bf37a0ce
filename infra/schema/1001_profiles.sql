-- The view "profiles": one row for each account. Only its key is NOT NULL: an event writes the columns that it changes.
CREATE TABLE profiles (
  generation INT64 NOT NULL,
  account_id STRING(128) NOT NULL,
  name STRING(256),
  address STRING(1024),
  status STRING(16),
  created_at TIMESTAMP,
  changed_at TIMESTAMP,
) PRIMARY KEY (generation, account_id);
