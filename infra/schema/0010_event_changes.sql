-- What is committed to events, as it is committed: the keys alone, because readers pull the events from the table.
CREATE CHANGE STREAM event_changes FOR events()
  OPTIONS (retention_period = '7d', value_capture_type = 'NEW_VALUES');
