resource "google_spanner_instance" "main" {
  name                         = "onewrite"
  display_name                 = "Onewrite ${var.environment}"
  config                       = coalesce(var.spanner.config, "regional-${var.region}")
  edition                      = var.spanner.edition
  processing_units             = var.spanner.autoscaling == null ? var.spanner.processing_units : null
  default_backup_schedule_type = "NONE" # The one below says how often and for how long.
  force_destroy                = !var.deletion_protection

  dynamic "autoscaling_config" {
    for_each = var.spanner.autoscaling[*]
    content {
      autoscaling_limits {
        min_processing_units = autoscaling_config.value.min_processing_units
        max_processing_units = autoscaling_config.value.max_processing_units
      }
      autoscaling_targets {
        high_priority_cpu_utilization_percent = autoscaling_config.value.cpu_percent
        storage_utilization_percent           = autoscaling_config.value.storage_percent
      }
    }
  }

  depends_on = [google_project_service.main]
}

resource "google_spanner_backup_schedule" "main" {
  name               = "daily"
  instance           = google_spanner_instance.main.name
  database           = google_spanner_database.main.name
  retention_duration = "${var.backup_retention_days * 24 * 60 * 60}s"

  spec {
    cron_spec {
      text = "0 3 * * *"
    }
  }

  # Each holds what changed since the one before, and restores as a full one does.
  incremental_backup_spec {}
}
