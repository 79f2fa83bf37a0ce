CREATE TABLE tasks (
  generation INT64 NOT NULL,
  list_id STRING(128) NOT NULL,
  title STRING(256) NOT NULL,
  state STRING(16),
) PRIMARY KEY (generation, list_id, title);
