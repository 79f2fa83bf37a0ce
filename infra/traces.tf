# One trace from a command to all views, in Cloud Trace. Off by default: spans are billed, and sent before a response.
locals {
  traces = var.trace_ratio == 0 ? {} : {
    ONEWRITE_TRACES      = "otlp"
    ONEWRITE_TRACE_RATIO = tostring(var.trace_ratio)
  }
}

resource "google_project_iam_member" "tracer" {
  for_each = var.trace_ratio == 0 ? {} : google_service_account.function

  project = var.project
  role    = "roles/telemetry.tracesWriter"
  member  = each.value.member
}
