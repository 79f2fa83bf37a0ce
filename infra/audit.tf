# Who reads or writes rows by hand is recorded; the functions themselves are not, they would fill the log.
resource "google_project_iam_audit_config" "spanner" {
  project = var.project
  service = "spanner.googleapis.com"

  dynamic "audit_log_config" {
    for_each = { ADMIN_READ = [], DATA_READ = local.function_members, DATA_WRITE = local.function_members }
    content {
      log_type         = audit_log_config.key
      exempted_members = audit_log_config.value
    }
  }
}

locals {
  function_members = [for account in google_service_account.function : account.member]
}

# A grant to everybody leaves its mark in the admin log, whoever made it and by whatever tool.
resource "google_monitoring_alert_policy" "made_public" {
  display_name          = "Onewrite ${var.environment}: something was opened to everybody"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "made_public"

    condition_matched_log {
      filter = "log_id(\"cloudaudit.googleapis.com/activity\") protoPayload.methodName:\"SetIamPolicy\" protoPayload.request.policy.bindings.members=(\"allUsers\" OR \"allAuthenticatedUsers\")"
    }
  }

  alert_strategy {
    auto_close = "86400s"

    notification_rate_limit {
      period = "300s"
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "A policy that lets everybody in was set.\n\nWhat it means, how to look and what mends it: ${var.runbook}#made_public"
  }

  depends_on = [google_project_service.main]
}
