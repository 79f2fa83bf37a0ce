# What the code says about itself, as numbers: log lines with this `action` are counted, where there is an `only` those
# that match it, and where a `field` is named its values are added up too. tests/infra/alerts/test_signals.py compares all of
# it with lines that the code writes.
locals {
  signals = {
    changes_behind    = { action = "changes_followed", field = "followed.behind_seconds" }
    heal_failed       = { action = "heal_failed" }
    history_lost      = { action = "history_lost" }
    outbox_age        = { action = "outbox_swept", field = "swept.oldest_seconds" }
    projection_halted = { action = "projection_halted" }
    relay_failed      = { action = "relay_failed" }
    relay_paused      = { action = "relay_paused" }
    relay_skipped     = { action = "relay_resumed", field = "pause.commands" }
    run_failed        = { action = "run_failed" }
    stream_parked     = { action = "stream_parked" }
    second_generation = { action = "views_reconciled", field = "report.second_generation_seconds" }
    streams           = { action = "views_reconciled", field = "report.heads" }
    streams_ahead     = { action = "views_reconciled", field = "report.ahead" }
    streams_healed    = { action = "views_reconciled", field = "report.healed" }
    streams_lagging   = { action = "views_reconciled", field = "report.lagging" }
    streams_parked    = { action = "views_reconciled", field = "report.parked" }
    unpublishable     = { action = "outbox_swept", field = "swept.unpublishable" }

    # A sweep that ran out of time, or found shards leased elsewhere, has not seen the whole outbox.
    whole_sweeps = { action = "outbox_swept", only = "jsonPayload.swept.out_of_time=false jsonPayload.swept.leased_elsewhere=0" }
  }

  our_services = join(" OR ", [for service in values(local.services) : "\"${service}\""])
  our_pools    = join(" OR ", [for pool in values(local.pools) : "\"${pool}\""])

  # Lines of our functions and workers.
  ours = join(" OR ", compact([
    "(resource.type=\"cloud_run_revision\" resource.labels.service_name=(${local.our_services}))",
    local.our_pools == "" ? "" : "(resource.type=\"cloud_run_worker_pool\" resource.labels.worker_pool_name=(${local.our_pools}))",
  ]))
}

resource "google_logging_metric" "main" {
  for_each = local.signals

  name        = "onewrite_${each.key}"
  description = "Log lines with the action ${each.value.action}"
  filter = join(" ", compact([
    "(${local.ours})",
    "jsonPayload.action=\"${each.value.action}\"",
    try(each.value.only, ""),
  ]))
  value_extractor = can(each.value.field) ? "EXTRACT(jsonPayload.${each.value.field})" : null

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = can(each.value.field) ? "DISTRIBUTION" : "INT64"
  }

  depends_on = [google_project_service.main]
}
