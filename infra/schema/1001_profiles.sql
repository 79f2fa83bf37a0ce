-- The view "profiles": one row for each account.
CREATE TABLE profiles (
  generation INT64 NOT NULL,
  account_id STRING(128) NOT NULL,
  name STRING(256) NOT NULL,
  address STRING(1024) NOT NULL,
  status STRING(16) NOT NULL,
  created_at TIMESTAMP NOT NULL,
  changed_at TIMESTAMP NOT NULL,
) PRIMARY KEY (generation, account_id);
