# Everything here is read from topology.json, as the local run and the tests do.
locals {
  topology = jsondecode(file("${path.module}/topology.json"))

  functions     = local.topology.functions
  schedules     = local.topology.schedules
  subscriptions = local.topology.subscriptions
  topics        = local.topology.topics

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
}
