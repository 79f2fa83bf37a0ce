# Protected, grows by itself, the command side always warm. Everybody acts in a database role, so that nobody can change or
# delete an event (fine_grained_access, on by default): tick it off in dev first, deploy.md says how.
environment           = "prod"
backup_copies_region  = "europe-west4"
backup_retention_days = 30

# As many as relay_outbox has instances.
sweeps = 4

spanner = {
  autoscaling = { min_processing_units = 1000, max_processing_units = 5000 }
}

# No more than what a new project gets: 20 processors in a region, shared by all functions (deploy.md, quotas).
sizes = {
  default         = { max_instances = 10 }
  accept_commands = { max_instances = 20, min_instances = 1 }
  answer_queries  = { max_instances = 20, min_instances = 1 }
  operate_views   = { max_instances = 2, memory = "1G", timeout_seconds = 3600 }
  rebuild_views   = { max_instances = 10, concurrency = 1, memory = "1G" }
  reconcile_views = { max_instances = 1, concurrency = 1 }
  relay_outbox    = { max_instances = 4, concurrency = 1 }
}
