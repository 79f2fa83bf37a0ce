-- Finds all that one request has set off, for operators. It stores nothing beside its key, as each event pays for it.
CREATE INDEX events_by_correlation ON events(correlation_id);
