# What the code says about itself, as numbers: log lines with this `action` are counted, and where a `field` is named its
# values are added up too. tests/infra/test_signals.py compares both with the code.
locals {
  signals = {
    outbox_age      = { action = "views_reconciled", field = "report.oldest_unpublished_seconds" }
    relay_failed    = { action = "relay_failed" }
    stream_parked   = { action = "stream_parked" }
    streams         = { action = "views_reconciled", field = "report.heads" }
    streams_healed  = { action = "views_reconciled", field = "report.healed" }
    streams_lagging = { action = "views_reconciled", field = "report.lagging" }
    streams_parked  = { action = "views_reconciled", field = "report.parked" }
  }

  our_services = join(" OR ", [for service in values(local.services) : "\"${service}\""])
}

resource "google_logging_metric" "main" {
  for_each = local.signals

  name            = "onewrite_${each.key}"
  description     = "Log lines with the action ${each.value.action}"
  filter          = "resource.type=\"cloud_run_revision\" resource.labels.service_name=(${local.our_services}) jsonPayload.action=\"${each.value.action}\""
  value_extractor = can(each.value.field) ? "EXTRACT(jsonPayload.${each.value.field})" : null

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = can(each.value.field) ? "DISTRIBUTION" : "INT64"
  }

  depends_on = [google_project_service.main]
}
