mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "events_are_kept_safe" {
  command = plan

  assert {
    condition = (
      google_spanner_database.main.deletion_protection == (var.environment != "dev") &&
      google_spanner_database.main.enable_drop_protection == (var.environment != "dev") &&
      google_spanner_instance.main.force_destroy == (var.environment == "dev")
    )
    error_message = "The database can be dropped where it must not be."
  }

  assert {
    condition     = google_spanner_backup_schedule.main.retention_duration == (var.environment == "dev" ? "86400s" : "2592000s")
    error_message = "Backups are kept for another time than said."
  }

  assert {
    condition = (
      google_spanner_backup_schedule.main.spec[0].cron_spec[0].text == "0 3 * * *" &&
      length(google_spanner_backup_schedule.main.incremental_backup_spec) == 1 &&
      google_spanner_instance.main.default_backup_schedule_type == "NONE"
    )
    error_message = "Backups are made at other times than said, or twice."
  }

  assert {
    condition     = google_spanner_database.main.version_retention_period == "1d"
    error_message = "The past can be read for another time than said."
  }

  assert {
    condition     = google_spanner_database.main.timeouts.update == "24h" && google_spanner_database.main.timeouts.create == "60m"
    error_message = "An index that takes hours to fill would be given up half-way."
  }

  assert {
    condition     = google_spanner_instance.main.edition == "ENTERPRISE" && google_spanner_instance.main.config == "regional-europe-west1"
    error_message = "The store is in another region, or of an edition without full-text search."
  }

  assert {
    condition = var.environment == "dev" ? google_spanner_instance.main.processing_units == 100 : (
      google_spanner_instance.main.autoscaling_config[0].autoscaling_limits[0].min_processing_units == 1000 &&
      google_spanner_instance.main.autoscaling_config[0].autoscaling_limits[0].max_processing_units == 5000 &&
      google_spanner_instance.main.autoscaling_config[0].autoscaling_targets[0].high_priority_cpu_utilization_percent == 65 &&
      google_spanner_instance.main.autoscaling_config[0].autoscaling_targets[0].storage_utilization_percent == 90
    )
    error_message = "The store is of another size than said."
  }

  assert {
    condition     = anytrue([for statement in google_spanner_database.main.ddl : startswith(statement, "CREATE TABLE events (")])
    error_message = "There is no table for events."
  }
}
