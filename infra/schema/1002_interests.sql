-- The view "interests": one row for each interest of an account, searchable as full text.
CREATE TABLE interests (
  generation INT64 NOT NULL,
  account_id STRING(128) NOT NULL,
  interest STRING(128) NOT NULL,
  added_at TIMESTAMP,
  interest_tokens TOKENLIST AS (TOKENIZE_FULLTEXT(interest)) HIDDEN,
) PRIMARY KEY (generation, account_id, interest);

CREATE SEARCH INDEX interests_by_text ON interests(interest_tokens) PARTITION BY generation;

CREATE INDEX interests_by_interest ON interests(generation, interest);
