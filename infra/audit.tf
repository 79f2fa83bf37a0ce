# Who reads or writes rows by hand is recorded; our own processes are not, they would fill the log.
resource "google_project_iam_audit_config" "spanner" {
  project = var.project
  service = "spanner.googleapis.com"

  dynamic "audit_log_config" {
    for_each = { ADMIN_READ = [], DATA_READ = local.our_members, DATA_WRITE = local.our_members }
    content {
      log_type         = audit_log_config.key
      exempted_members = audit_log_config.value
    }
  }
}

locals {
  our_members = [for account in google_service_account.function : account.member]
}

# What opens something to everybody leaves its mark in the admin log, whoever did it and by whatever tool: a grant, or
# Cloud Run told, in either of its APIs, not to ask who calls.
locals {
  opened = [
    "(protoPayload.methodName:\"SetIamPolicy\" protoPayload.request.policy.bindings.members=(\"allUsers\" OR \"allAuthenticatedUsers\"))",
    "protoPayload.request.service.invokerIamDisabled=true",
    "protoPayload.request.service.metadata.annotations.\"run.googleapis.com/invoker-iam-disabled\"=\"true\"",
  ]
}

resource "google_monitoring_alert_policy" "made_public" {
  display_name          = "Onewrite ${var.environment}: something was opened to everybody"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "made_public"

    condition_matched_log {
      filter = "log_id(\"cloudaudit.googleapis.com/activity\") (${join(" OR ", local.opened)})"
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
    content   = "Somebody let everybody in.\n\nWhat it means, how to look and what mends it: ${var.runbook}#made_public"
  }

  depends_on = [google_project_service.main]
}
