# Alerts on what follows the change stream, only where something does: a function, or a worker.
locals {
  on_pool    = "monitored_resource=\"cloud_run_worker_pool\""
  everywhere = concat([local.on_run], length(local.workers) > 0 ? [local.on_pool] : [])
  following  = setintersection(keys(local.functions), keys(local.followers))

  # By kind of reader, where there is one: whose lines they are, and under which label its name stands.
  readers = concat(
    length(local.following) > 0 ? [{ on = local.on_run, label = "service_name" }] : [],
    length(local.workers) > 0 ? [{ on = local.on_pool, label = "worker_pool_name" }] : [],
  )

  # How far behind each group was when the runs of the last minutes ended.
  behind = join(" or ", [
    for reader in local.readers : join(" / ", [
      for part in ["sum", "count"] : "sum by (${reader.label}) (increase(${local.logged.changes_behind_seconds}_${part}{${reader.on}}[5m]))"
    ])
  ])

  # How many of them had no run that ended.
  silent = join(" + ", [
    for runs in concat(
      [for name in local.following : "${local.logged.changes_behind_seconds}_count{${local.on_run},service_name=\"${local.services[name]}\"}"],
      [for name in keys(local.workers) : "${local.logged.changes_behind_seconds}_count{${local.on_pool},worker_pool_name=\"${local.pools[name]}\"}"],
    ) : "((sum(increase(${runs}[5m])) or vector(0)) < bool 0.5)"
  ])

  told = {
    for name in ["heals_failed_total", "histories_lost_total", "runs_failed_total"] : name =>
    join(" + ", [for reader in local.readers : "(sum(increase(${local.logged[name]}{${reader.on}}[10m])) or vector(0))"])
  }

  alerts_of_changes = {
    for name, alert in {
      changes_behind = {
        says    = "What follows the change stream is more than five minutes behind"
        measure = "(${local.behind})"
        above   = 300, for = "0s", severity = "ERROR"
      }
      changes_silent = {
        says    = "Something that follows the change stream has not ended a run for ten minutes"
        measure = local.silent
        above   = 0, for = "300s", severity = "ERROR"
      }
      changes_failed = {
        says    = "Something that follows the change stream can't begin, or can't make up for what it missed"
        measure = "${local.told.heals_failed_total} + ${local.told.runs_failed_total}"
        above   = 0, for = "300s", severity = "ERROR"
      }
      history_lost = {
        says    = "The change stream no longer keeps what a reader has yet to read"
        measure = local.told.histories_lost_total
        above   = 0, for = "0s", severity = "WARNING"
      }
    } : name => alert if length(local.readers) > 0
  }
}
