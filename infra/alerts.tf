# Each alert: what it says, a measure in PromQL, and above which value for how long it calls a person. The dashboard
# draws the same measures with the same lines; runbook.md has a section of the same name for each of them.
locals {
  logged = { for name in keys(local.metrics) : trimprefix(name, "onewrite_") => "logging_googleapis_com:user_${name}" }
  sum_of = { for name, metric in local.logged : name => "sum(increase(${metric}_sum{${local.on_run}}[20m]))" }

  on_run   = "monitored_resource=\"cloud_run_revision\""
  requests = "run_googleapis_com:request_count{${local.on_run}"
  cpu      = "spanner_googleapis_com:instance_cpu_utilization_by_priority{monitored_resource=\"spanner_instance\",priority=\"high\"}"
  fronts   = join("|", [for name in local.by_trigger["http"] : local.services[name] if local.functions[name].public])

  # The reconciler says 503 when it found something. A rebuild's message is held as long as its function works on it.
  others   = "service_name!=\"${local.services.reconcile_views}\""
  waiting  = "pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\",subscription_id!~\"events_dead_letter|rebuild_views\"}"
  given_up = "pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\",subscription_id=\"events_dead_letter\"}"

  # The outbox as the sweeps of the last minutes found it, one each minute.
  outbox_age = "sum(increase(${local.logged.outbox_oldest_seconds}_sum{${local.on_run}}[3m])) / sum(increase(${local.logged.outbox_oldest_seconds}_count{${local.on_run}}[3m]))"

  # No sample at all counts as silence too: neither a deleted schedule nor a lost metric keeps these quiet. Half of the
  # silence is measured and half of it waited for, so that nobody is called before the first run of a new project.
  sweeps = "sum(increase(${local.logged.whole_sweeps_total}{${local.on_run}}[5m]))"
  walks  = "sum(increase(${local.logged.streams_compared_total}_count{${local.on_run}}[30m]))"

  # Functions and workers tell it when it begins, and then with each probe that fails, once a minute.
  halted = join(" + ", [
    for on in local.everywhere : "(sum(increase(${local.logged.projection_halted}_sum{${on}}[10m])) or vector(0))"
  ])

  # What is parked when the reconciler looks, and what was parked since.
  parked = join(" + ", concat(["(${local.sum_of.projection_parked_streams} or vector(0))"], [
    for on in local.everywhere : "(sum(increase(${local.logged.streams_parked_total}{${on}}[20m])) or vector(0))"
  ]))

  alerts = merge(local.alerts_of_changes, local.alerts_of_copies, {
    outbox_age = {
      says    = "Events wait for more than five minutes to be published"
      measure = local.outbox_age
      above   = 300, for = "0s", severity = "CRITICAL"
    }
    relay_silent = {
      says    = "The scheduled relay has not swept the whole outbox for ten minutes"
      measure = "(${local.sweeps} or vector(0)) < bool 0.5"
      above   = 0, for = "300s", severity = "CRITICAL"
    }
    relay_failed = {
      says    = "Pub/Sub refuses events"
      measure = "sum(increase(${local.logged.relay_failures_total}{${local.on_run}}[10m]))"
      above   = 0, for = "300s", severity = "ERROR"
    }
    events_unpublishable = {
      says    = "Events were set aside because they can't be published: outside consumers miss them"
      measure = local.sum_of.unpublishable_events
      above   = 0, for = "0s", severity = "CRITICAL"
    }
    subscription_backlog = {
      says    = "A subscription's oldest message waits for more than five minutes"
      measure = "max by (subscription_id) (${local.waiting})"
      above   = 300, for = "300s", severity = "ERROR"
    }
    dead_letters = {
      says    = "Messages were given up and wait in events_dead_letter"
      measure = "max(${local.given_up})"
      above   = 0, for = "0s", severity = "ERROR"
    }
    generation_kept = {
      says    = "A second generation of a view is kept for more than three days: each event is written twice"
      measure = "sum(increase(${local.logged.second_generation_seconds}_sum{${local.on_run}}[20m])) / sum(increase(${local.logged.second_generation_seconds}_count{${local.on_run}}[20m]))"
      above   = 259200, for = "0s", severity = "WARNING"
    }
    projection_halted = {
      says    = "A projection is halted: most streams fail with the same error, and none of it is applied"
      measure = local.halted
      above   = 0, for = "0s", severity = "CRITICAL"
    }
    streams_parked = {
      says    = "Streams are parked: a view stands still for them"
      measure = local.parked
      above   = 0, for = "0s", severity = "CRITICAL"
    }
    streams_healed = {
      says    = "For every hundred streams the reconciler brought more than one view of a stream up to date: messages are lost or late"
      measure = "${local.sum_of.streams_healed_total} / ${local.sum_of.streams_compared_total}"
      above   = 0.01, for = "0s", severity = "WARNING"
    }
    streams_ahead = {
      says    = "Views have applied events that the store no longer has"
      measure = local.sum_of.streams_found_ahead_total
      above   = 0, for = "0s", severity = "CRITICAL"
    }
    streams_unhealed = {
      says    = "The reconciler found streams that it could not bring up to date"
      measure = "${local.sum_of.streams_found_lagging_total} - ${local.sum_of.streams_healed_total}"
      above   = 0, for = "0s", severity = "CRITICAL"
    }
    reconcile_silent = {
      says    = "The reconciler has not finished a walk for an hour"
      measure = "(${local.walks} or vector(0)) < bool 0.5"
      above   = 0, for = "1800s", severity = "ERROR"
    }
    server_errors = {
      says    = "More than one call in twenty of a function fails"
      measure = "sum by (service_name) (rate(${local.requests},${local.others},response_code_class=\"5xx\"}[5m])) / sum by (service_name) (rate(${local.requests},${local.others}}[5m]))"
      above   = 0.05, for = "300s", severity = "ERROR"
    }
    latency = {
      says    = "One call in twenty of a public function takes longer than a second"
      measure = "histogram_quantile(0.95, sum by (service_name, le) (rate(run_googleapis_com:request_latencies_bucket{${local.on_run},service_name=~\"${local.fronts}\"}[5m])))"
      above   = 1000, for = "600s", severity = "WARNING"
    }
    spanner_cpu = {
      says    = "Spanner's high-priority work takes more than 65 % of its processors"
      measure = "max by (instance_id) (sum by (instance_id, location) (${local.cpu}))"
      above   = 0.65, for = "600s", severity = "ERROR"
    }
  })
}
