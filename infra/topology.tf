# Everything here is read from topology.json, as the local run and the tests do; what isn't chosen isn't made.
locals {
  topology = jsondecode(file("${path.module}/topology.json"))

  functions     = { for name, function in local.chosen : name => function if !contains(local.replaced, name) }
  subscriptions = { for name, one in local.topology.subscriptions : name => one if !can(one.push_to) || contains(keys(local.functions), try(one.push_to, "")) }
  topics        = local.topology.topics

  # Cloud Scheduler leaves a call out while the one before runs, so sweeps at the same time have a schedule each.
  schedules = merge(
    { for name, schedule in local.topology.schedules : name => schedule if contains(keys(local.functions), schedule.function) },
    { for number in range(2, var.sweeps + 1) : "relay_outbox_${number}" => local.topology.schedules.relay_outbox },
  )

  # Only messages of these categories; all of them where there is no filter.
  filters = {
    for name, one in local.subscriptions :
    name => can(one.categories) ? join(" OR ", [for category in one.categories : "attributes.category = \"${category}\""]) : null
  }

  by_trigger = {
    for trigger in ["http", "push", "schedule"] :
    trigger => toset([for name, function in local.functions : name if function.trigger == trigger])
  }

  # How long a call may take is what its caller is ready to wait for.
  timeouts = {
    for name, function in local.functions : name => coalesce(
      try(local.subscriptions[function.subscription].ack_deadline_seconds, null),
      try(local.schedules[function.schedule].deadline_seconds, null),
      local.sizes[name].timeout_seconds,
    )
  }

  # Cloud Run and service accounts take no underscore in a name.
  services = { for name in keys(local.functions) : name => replace(name, "_", "-") }
  pools    = { for name in keys(local.workers) : name => replace(name, "_", "-") }
}
