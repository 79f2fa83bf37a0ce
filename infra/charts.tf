# What the dashboard shows beside the measures of alerts: how much is done, how long it takes, and how often in vain.
locals {
  # How much each counter grew in a second, in functions and in workers.
  rates = {
    for name in [
      "command_seconds_total", "commands_total", "commits_aborted_total", "commits_total", "conflicts_total",
      "events_committed_total", "events_published_total", "publish_seconds_total", "publishes_total",
    ] : name =>
    join(" + ", [for on in local.everywhere : "(sum(rate(${local.logged[name]}_sum{${on}}[10m])) or vector(0))"])
  }

  # The same by projection.
  by_projection = {
    for name in ["advance_seconds_total", "advances_total", "events_applied_total"] : name =>
    join(" or ", [for on in local.everywhere : "sum by (projection) (rate(${local.logged[name]}_sum{${on}}[10m]))"])
  }

  # What the last walk of the reconciler has found.
  found = {
    for name in ["projection_lag_seconds", "projection_lagging_streams"] : name => join(" / ", [
      for part in ["sum", "count"] : "sum by (projection) (increase(${local.logged[name]}_${part}{${local.on_run}}[20m]))"
    ])
  }

  charts = merge(local.found, {
    advance_seconds  = "(${local.by_projection.advance_seconds_total}) / (${local.by_projection.advances_total})"
    command_seconds  = "(${local.rates.command_seconds_total}) / (${local.rates.commands_total})"
    commands         = "sum by (outcome) (rate(${local.logged.commands_total}_sum{${local.on_run}}[10m]))"
    commits_aborted  = "(${local.rates.commits_aborted_total}) / (${local.rates.commits_total})"
    conflicts        = local.rates.conflicts_total
    events_applied   = local.by_projection.events_applied_total
    events_committed = local.rates.events_committed_total
    events_published = local.rates.events_published_total
    publish_seconds  = "(${local.rates.publish_seconds_total}) / (${local.rates.publishes_total})"
  })
}
