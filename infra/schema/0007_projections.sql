-- Which generation of a view answers, which one is being built, which ones are kept up to date; none if it was removed.
-- verified are those that equalled the store when they were compared the last time: a switch leads to one of them.
-- last_generation only grows: the number of a dropped generation is never used again.
-- tables are those with which the projection began, each with its key: other code must not take them for its own.
CREATE TABLE projections (
  projection STRING(64) NOT NULL,
  active_generation INT64 NOT NULL,
  previous_generation INT64,
  building_generation INT64,
  building_state STRING(16),
  last_generation INT64 NOT NULL,
  generations ARRAY<INT64> NOT NULL,
  verified ARRAY<INT64> NOT NULL,
  tables JSON NOT NULL,
  updated_at TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (projection);
