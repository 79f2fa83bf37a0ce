-- The view "clubs": one row for each open club, and one for each of its members.
CREATE TABLE clubs (
  generation INT64 NOT NULL,
  club_id STRING(128) NOT NULL,
  name STRING(256),
  topic STRING(128),
  members INT64,
  founded_at TIMESTAMP,
) PRIMARY KEY (generation, club_id);

CREATE INDEX clubs_by_topic_members_desc ON clubs(generation, topic, members DESC);

CREATE TABLE memberships (
  generation INT64 NOT NULL,
  club_id STRING(128) NOT NULL,
  account_id STRING(128) NOT NULL,
  joined_at TIMESTAMP,
) PRIMARY KEY (generation, club_id, account_id);

CREATE INDEX memberships_by_account_id_joined_at_desc ON memberships(generation, account_id, joined_at DESC);

-- Totals of it: the clubs of each topic, and all their members.
CREATE TABLE topics (
  generation INT64 NOT NULL,
  topic STRING(128) NOT NULL,
  shard INT64 NOT NULL,
  clubs INT64,
  members INT64,
) PRIMARY KEY (generation, topic, shard);

CREATE INDEX topics_by_members_desc ON topics(generation, members DESC);
