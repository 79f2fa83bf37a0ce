-- The view "interests": one row for each interest of an account, searchable as full text.
CREATE TABLE interests (
  generation INT64 NOT NULL,
  account_id STRING(128) NOT NULL,
  interest STRING(128) NOT NULL,
  added_at TIMESTAMP,
  interest_tokens TOKENLIST AS (TOKENIZE_FULLTEXT(interest)) HIDDEN,
) PRIMARY KEY (generation, account_id, interest);

CREATE SEARCH INDEX interests_by_text ON interests(interest_tokens) PARTITION BY generation;

-- Totals of it: how many accounts share an interest.
CREATE TABLE popular_interests (
  generation INT64 NOT NULL,
  interest STRING(128) NOT NULL,
  shard INT64 NOT NULL,
  accounts INT64,
) PRIMARY KEY (generation, interest, shard);

CREATE INDEX popular_interests_by_accounts_desc ON popular_interests(generation, accounts DESC);
