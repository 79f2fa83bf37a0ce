# What the code says about itself, as numbers: each log line with this `action` is counted, and where a `field` is named
# its value is kept too. The actions and fields are compared with the code by tests/infra/test_signals.py.
locals {
  signals = {
    outbox_age       = { action = "outbox_swept", field = "oldest_seconds" }
    relay_failed     = { action = "relay_failed" }
    stream_parked    = { action = "stream_parked" }
    streams_healed   = { action = "views_reconciled", field = "healed" }
    streams_parked   = { action = "views_reconciled", field = "parked" }
    streams_unhealed = { action = "views_reconciled", field = "unhealed" }
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
