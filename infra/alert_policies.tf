resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  display_name = "Onewrite ${var.environment}: ${each.key}"
  type         = "email"
  labels       = { email_address = each.key }

  depends_on = [google_project_service.main]
}

locals {
  channels = concat(
    sort([for channel in google_monitoring_notification_channel.email : channel.id]),
    sort(tolist(var.notification_channels)),
  )
}

resource "google_monitoring_alert_policy" "main" {
  for_each = local.alerts

  display_name          = "Onewrite ${var.environment}: ${each.value.says}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.key

    condition_prometheus_query_language {
      query                     = "${each.value.measure} > ${each.value.above}"
      duration                  = each.value.for
      evaluation_interval       = "60s"
      disable_metric_validation = true # A log line that was never written has no metric yet.
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${each.value.says}.\n\nWhat it means, how to look and what mends it: ${var.runbook}#${each.key}"
  }

  # And not before there is something to be heard.
  depends_on = [google_cloud_scheduler_job.main, google_logging_metric.main]
}
