# Which relays run, and which way each projection gets its events. An always-on worker replaces the function of its name.
locals {
  projections = toset(flatten([for function in values(local.topology.functions) : try(function.projects, [])]))
  ways        = { for name in local.projections : name => lookup(var.delivery, name, "push") }
  pushed      = toset([for name, way in local.ways : name if way != "pull"])
  pulled      = toset([for name, way in local.ways : name if way != "push"])

  chosen = {
    for name, function in local.topology.functions : name => function if(
      name == "tail_changes" ? var.change_stream_relay :
      can(function.projects) ? length(setintersection(function.projects, local.pushed)) > 0 :
      can(function.pulls) ? length(setintersection(function.pulls, local.pulled)) > 0 : true
    )
  }

  # What follows the change stream, each as one consumer group. `pull_views` is all that pull in one group, so that each
  # change is read once; only a worker can be that.
  followers = merge(
    var.change_stream_relay ? { tail_changes = ["tail"] } : {},
    { for name, function in local.chosen : name => concat(["pull"], function.pulls) if can(function.pulls) },
    length(local.pulled) > 0 ? { pull_views = concat(["pull"], sort(local.pulled)) } : {},
  )

  workers = { for name, instances in var.workers : name => { instances = instances, words = local.followers[name] } }
  replaced = [
    for name in keys(local.followers) : name
    if contains(keys(var.workers), name) || (startswith(name, "pull_") && contains(keys(var.workers), "pull_views"))
  ]
}
