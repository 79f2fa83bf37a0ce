-- Which generation of a view answers, which one is being built, which ones are kept up to date.
-- last_generation only grows: the number of a dropped generation is never used again.
CREATE TABLE projections (
  projection STRING(64) NOT NULL,
  active_generation INT64 NOT NULL,
  previous_generation INT64,
  building_generation INT64,
  building_state STRING(16),
  last_generation INT64 NOT NULL,
  generations ARRAY<INT64> NOT NULL,
  updated_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (projection);
