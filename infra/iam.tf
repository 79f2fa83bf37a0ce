locals {
  publishers = merge([
    for name in concat(keys(local.functions), keys(local.workers)) :
    { for topic in try(local.topology.functions[name].publishes, []) : "${name}/${topic}" => [name, topic] }
    if name != "accept_commands" || var.eager_relay
  ]...)

  # Who may call each function: its trigger, whom `invokers` names, and everybody where `public_functions` says so.
  callers = merge(
    { for function in local.by_trigger["push"] : "${function}/push" => [function, google_service_account.caller["push"].member] },
    { for function in local.by_trigger["schedule"] : "${function}/schedule" => [function, google_service_account.caller["schedule"].member] },
    { for function in var.public_functions : "${function}/everybody" => [function, "allUsers"] },
    { for pair in local.invited : "${pair[0]}/${pair[1]}" => pair },
  )

  # For the second look that functions take themselves, at the e-mail in the caller's token.
  known_callers = {
    for name, function in local.functions : name => try(function.public, false) ? {} : {
      ONEWRITE_CALLERS = join(",", sort([for pair in values(local.callers) : split(":", pair[1])[1] if pair[0] == name]))
    }
  }

  invited = flatten([for function, members in var.invokers : [for member in members : { pair = [function, member] }]])[*].pair
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = local.publishers

  topic  = google_pubsub_topic.main[each.value[1]].name
  role   = "roles/pubsub.publisher"
  member = google_service_account.function[each.value[0]].member
}

resource "google_pubsub_subscription_iam_member" "taker" {
  for_each = merge([
    for name in keys(local.functions) :
    { for subscription in try(local.topology.functions[name].takes_from, []) : "${name}/${subscription}" => [name, subscription] }
  ]...)

  subscription = google_pubsub_subscription.main[each.value[1]].name
  role         = "roles/pubsub.subscriber"
  member       = google_service_account.function[each.value[0]].member
}

# A function of the second generation is called as the Cloud Run service below it.
resource "google_cloud_run_v2_service_iam_member" "caller" {
  for_each = local.callers

  location = var.region
  name     = google_cloudfunctions2_function.main[each.value[0]].name
  role     = "roles/run.invoker"
  member   = each.value[1]
}

# Dead-lettering is done by Pub/Sub's own agent: it publishes the message there and acknowledges it here.
resource "google_pubsub_topic_iam_member" "dead_letter" {
  for_each = toset([for subscription in local.subscriptions : subscription.dead_letter.topic if can(subscription.dead_letter)])

  topic  = google_pubsub_topic.main[each.key].name
  role   = "roles/pubsub.publisher"
  member = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "dead_letter" {
  for_each = toset([for name, subscription in local.subscriptions : name if can(subscription.dead_letter)])

  subscription = google_pubsub_subscription.main[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}

# It also signs the tokens with which messages are pushed.
resource "google_service_account_iam_member" "push" {
  service_account_id = google_service_account.caller["push"].name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = local.pubsub_agent
}
