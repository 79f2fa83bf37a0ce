-- What each function may do, by a role of its own name. Only the real Spanner takes these statements, and they count
-- where Terraform's `fine_grained_access` is on. Nobody may change or delete an event.

-- Reads events, and from relay_shards whether the store answers.
CREATE ROLE event_reader;
GRANT SELECT ON TABLE events, relay_shards TO ROLE event_reader;

-- Advances a view: reads events, lets it begin, moves checkpoints; the view's own tables come with its role.
CREATE ROLE view_advancer;
GRANT ROLE event_reader TO ROLE view_advancer;
GRANT SELECT, INSERT ON TABLE projections TO ROLE view_advancer;
GRANT SELECT, INSERT, UPDATE ON TABLE checkpoints TO ROLE view_advancer;

-- Walks over all streams, with other instances: begins, goes on, ends with a report.
CREATE ROLE walker;
GRANT SELECT, INSERT, UPDATE ON TABLE walks TO ROLE walker;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE walk_ranges TO ROLE walker;

CREATE ROLE accept_commands;
GRANT ROLE event_reader TO ROLE accept_commands;
GRANT SELECT, INSERT ON TABLE commands TO ROLE accept_commands;
GRANT INSERT ON TABLE events TO ROLE accept_commands;
GRANT SELECT, INSERT, UPDATE ON TABLE streams TO ROLE accept_commands;
GRANT SELECT, INSERT, DELETE ON TABLE outbox TO ROLE accept_commands;

CREATE ROLE relay_outbox;
GRANT ROLE event_reader TO ROLE relay_outbox;
GRANT SELECT, DELETE ON TABLE outbox TO ROLE relay_outbox;
GRANT INSERT, UPDATE ON TABLE relay_shards TO ROLE relay_outbox;
GRANT SELECT, INSERT, UPDATE ON TABLE unpublishable_events TO ROLE relay_outbox;

-- Reads the change stream on events.
CREATE ROLE change_reader;
GRANT SELECT ON CHANGE STREAM event_changes TO ROLE change_reader;
GRANT EXECUTE ON TABLE FUNCTION READ_event_changes TO ROLE change_reader;

-- Follows it, and keeps the state of its consumer group.
CREATE ROLE change_follower;
GRANT ROLE change_reader TO ROLE change_follower;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE change_members, change_partitions TO ROLE change_follower;

CREATE ROLE tail_changes;
GRANT ROLE event_reader, change_follower TO ROLE tail_changes;
GRANT SELECT, DELETE ON TABLE outbox TO ROLE tail_changes;
GRANT INSERT, UPDATE ON TABLE relay_shards TO ROLE tail_changes;
GRANT SELECT, INSERT, UPDATE ON TABLE unpublishable_events TO ROLE tail_changes;

-- Pulls what is pushed to the projection of that name. Heals by reconciling when the stream does not tell all.
CREATE ROLE view_puller;
GRANT ROLE change_follower TO ROLE view_puller;
GRANT SELECT ON TABLE streams TO ROLE view_puller;
GRANT ROLE walker TO ROLE view_puller;

CREATE ROLE project_profiles;
GRANT ROLE view_advancer TO ROLE project_profiles;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE profiles TO ROLE project_profiles;

CREATE ROLE project_interests;
GRANT ROLE view_advancer TO ROLE project_interests;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE interests, popular_interests TO ROLE project_interests;

CREATE ROLE project_clubs;
GRANT ROLE view_advancer TO ROLE project_clubs;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE clubs, memberships, topics TO ROLE project_clubs;

CREATE ROLE pull_profiles;
GRANT ROLE project_profiles, view_puller TO ROLE pull_profiles;

CREATE ROLE pull_interests;
GRANT ROLE project_interests, view_puller TO ROLE pull_interests;

CREATE ROLE pull_clubs;
GRANT ROLE project_clubs, view_puller TO ROLE pull_clubs;

-- An always-on worker that pulls several views as one group.
CREATE ROLE pull_views;
GRANT ROLE pull_profiles, pull_interests, pull_clubs TO ROLE pull_views;

-- Those that advance every view. A query that names a version does so on the spot.
CREATE ROLE views_advancer;
GRANT ROLE project_profiles, project_interests, project_clubs TO ROLE views_advancer;
GRANT SELECT ON TABLE streams TO ROLE views_advancer;

CREATE ROLE answer_queries;
GRANT ROLE views_advancer TO ROLE answer_queries;

CREATE ROLE reconcile_views;
GRANT ROLE views_advancer, walker TO ROLE reconcile_views;
GRANT SELECT ON TABLE outbox TO ROLE reconcile_views;

CREATE ROLE rebuild_views;
GRANT ROLE views_advancer TO ROLE rebuild_views;
GRANT SELECT ON TABLE walks TO ROLE rebuild_views;
GRANT SELECT, UPDATE ON TABLE walk_ranges TO ROLE rebuild_views;

-- Releases, skips, rebuilds, switches, drops old generations, removes old views, replays, lets the relay try events again,
-- and writes down who did so.
CREATE ROLE operate_views;
GRANT ROLE views_advancer, walker, change_reader TO ROLE operate_views;
GRANT SELECT, INSERT ON TABLE outbox TO ROLE operate_views;
GRANT SELECT, DELETE ON TABLE unpublishable_events TO ROLE operate_views;
GRANT DELETE ON TABLE checkpoints TO ROLE operate_views;
GRANT UPDATE ON TABLE projections TO ROLE operate_views;
GRANT DELETE ON TABLE walks TO ROLE operate_views;
GRANT SELECT, INSERT ON TABLE operations TO ROLE operate_views;
GRANT SELECT ON TABLE change_members, change_partitions TO ROLE operate_views;
