resource "google_cloud_scheduler_job" "main" {
  for_each = local.schedules

  name             = replace(each.key, "_", "-")
  description      = "Calls ${each.value.function}"
  region           = var.region
  schedule         = each.value.cron
  time_zone        = "Etc/UTC"
  attempt_deadline = "${each.value.deadline_seconds}s"

  # The next run is the retry: leases and checkpoints make a run that failed half-way harmless.
  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = google_cloudfunctions2_function.main[each.value.function].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.caller["schedule"].email
      audience              = google_cloudfunctions2_function.main[each.value.function].service_config[0].uri
    }
  }

  depends_on = [google_project_service.main]
}
