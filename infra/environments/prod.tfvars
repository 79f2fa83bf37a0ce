# Protected, grows by itself, the command side always warm.
environment           = "prod"
backup_retention_days = 30

spanner = {
  autoscaling = { min_processing_units = 1000, max_processing_units = 5000 }
}

sizes = {
  default         = { max_instances = 50 }
  accept_commands = { max_instances = 100, min_instances = 1 }
  answer_queries  = { max_instances = 100, min_instances = 1 }
  operate_views   = { max_instances = 2, memory = "1G", timeout_seconds = 3600 }
  rebuild_views   = { max_instances = 20, concurrency = 1, memory = "1G" }
  reconcile_views = { max_instances = 1, concurrency = 1 }
  relay_outbox    = { max_instances = 1, concurrency = 1 }
}
