resource "google_pubsub_topic" "main" {
  #checkov:skip=CKV_GCP_83:Encrypted with Google's keys; a key of your own is your organisation's choice, see security.md.
  for_each = local.topics

  name                       = each.key
  message_retention_duration = "${each.value.retention_seconds}s"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.main]
}

resource "google_pubsub_subscription" "main" {
  for_each = local.subscriptions

  name                       = each.key
  topic                      = google_pubsub_topic.main[each.value.topic].id
  ack_deadline_seconds       = each.value.ack_deadline_seconds
  filter                     = local.filters[each.key]
  message_retention_duration = "${local.topics[each.value.topic].retention_seconds}s"

  expiration_policy {
    ttl = "" # Never, however quiet it is.
  }

  # Without one a message that was only looked at can be taken again at once.
  dynamic "retry_policy" {
    for_each = can(each.value.retry) ? [each.value.retry] : []
    content {
      minimum_backoff = "${retry_policy.value.minimum_backoff_seconds}s"
      maximum_backoff = "${retry_policy.value.maximum_backoff_seconds}s"
    }
  }

  dynamic "dead_letter_policy" {
    for_each = can(each.value.dead_letter) ? [each.value.dead_letter] : []
    content {
      dead_letter_topic     = google_pubsub_topic.main[dead_letter_policy.value.topic].id
      max_delivery_attempts = dead_letter_policy.value.max_delivery_attempts
    }
  }

  dynamic "push_config" {
    for_each = can(each.value.push_to) ? [google_cloudfunctions2_function.main[each.value.push_to].service_config[0].uri] : []
    content {
      push_endpoint = push_config.value

      # Unwrapped with metadata: the function receives the CloudEvent itself.
      no_wrapper {
        write_metadata = true
      }

      oidc_token {
        service_account_email = google_service_account.caller["push"].email
        audience              = push_config.value
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(coalesce(local.filters[each.key], "-")) <= 256
      error_message = "The filter by the categories of ${each.key} takes more than the 256 bytes of Pub/Sub: leave categories out of topology.json."
    }
  }
}
