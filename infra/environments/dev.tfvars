# Small and cheap; nothing in it is worth protecting. Rights are those of prod, so that they are tried here first.
environment           = "dev"
backup_retention_days = 1
deletion_protection   = false

spanner = {
  processing_units = 100
}

sizes = {
  default         = { max_instances = 3 }
  operate_views   = { max_instances = 1, timeout_seconds = 3600 }
  reconcile_views = { max_instances = 1, concurrency = 1 }
  relay_outbox    = { max_instances = 1, concurrency = 1 }
}
