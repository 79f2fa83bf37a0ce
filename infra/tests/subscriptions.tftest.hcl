mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "nothing_is_lost_and_nothing_is_pushed_to_the_wrong_place" {
  command = plan

  assert {
    condition     = alltrue([for subscription in google_pubsub_subscription.main : subscription.expiration_policy[0].ttl == ""])
    error_message = "A subscription expires when it is quiet for long."
  }

  assert {
    condition = {
      for name, subscription in google_pubsub_subscription.main : name =>
      "${subscription.ack_deadline_seconds}s, again ${try("after ${subscription.retry_policy[0].minimum_backoff} to ${subscription.retry_policy[0].maximum_backoff}", "at once")}"
      } == {
      events_dead_letter = "60s, again at once"
      project_clubs      = "60s, again after 1s to 600s"
      project_interests  = "60s, again after 1s to 600s"
      project_profiles   = "60s, again after 1s to 600s"
      rebuild_views      = "600s, again after 1s to 600s"
    }
    error_message = "A message is waited for, or pushed again, at other times than said."
  }

  assert {
    condition = [for name, subscription in google_pubsub_subscription.main : name if length(subscription.dead_letter_policy) == 0] == [
      "events_dead_letter"
    ]
    error_message = "A subscription other than the one for dead letters has no dead letter topic."
  }

  assert {
    condition = alltrue([
      for name, subscription in google_pubsub_subscription.main : alltrue([
        for policy in subscription.dead_letter_policy :
        policy.dead_letter_topic == "projects/onewrite-test/topics/events_dead_letter" && policy.max_delivery_attempts == 100
      ])
    ])
    error_message = "Messages are given up too soon, or go elsewhere than to the dead letters."
  }

  assert {
    condition = { for name, subscription in google_pubsub_subscription.main : name => basename(subscription.topic) } == {
      events_dead_letter = "events_dead_letter"
      project_clubs      = "events"
      project_interests  = "events"
      project_profiles   = "events"
      rebuild_views      = "rebuild_ranges"
    }
    error_message = "A subscription listens to the wrong topic."
  }

  assert {
    condition = alltrue([
      for kept in concat(values(google_pubsub_topic.main), values(google_pubsub_subscription.main)) : kept.message_retention_duration == "604800s"
    ])
    error_message = "A message that nobody takes is gone before a week is over."
  }

  assert {
    condition = alltrue([
      for name, function in local.functions : alltrue([
        for push in google_pubsub_subscription.main[function.subscription].push_config :
        push.push_endpoint == "https://${local.services[name]}.test" &&
        push.oidc_token[0].audience == push.push_endpoint &&
        push.oidc_token[0].service_account_email == "calls-by-push@test" &&
        push.no_wrapper[0].write_metadata
      ]) && length(google_pubsub_subscription.main[function.subscription].push_config) == 1
      if function.trigger == "push"
    ])
    error_message = "A message is pushed elsewhere, without an identity, or wrapped."
  }

  assert {
    condition = alltrue([
      for name, subscription in local.subscriptions : try(
        google_pubsub_topic_iam_member.dead_letter[subscription.dead_letter.topic].role == "roles/pubsub.publisher" &&
        google_pubsub_topic_iam_member.dead_letter[subscription.dead_letter.topic].member == local.pubsub_agent &&
        google_pubsub_subscription_iam_member.dead_letter[name].role == "roles/pubsub.subscriber" &&
        google_pubsub_subscription_iam_member.dead_letter[name].member == local.pubsub_agent,
      false)
      if can(subscription.dead_letter)
    ])
    error_message = "Pub/Sub may not move a message to its dead letter topic."
  }

  assert {
    condition = (
      google_service_account_iam_member.push.role == "roles/iam.serviceAccountOpenIdTokenCreator" &&
      google_service_account_iam_member.push.service_account_id == "calls-by-push" &&
      google_service_account_iam_member.push.member == local.pubsub_agent
    )
    error_message = "Pub/Sub may not sign the tokens with which messages are pushed."
  }

  assert {
    condition = { for name, subscription in google_pubsub_subscription.main : name => subscription.filter if startswith(name, "project_") } == {
      project_clubs     = "attributes.category = \"club\""
      project_interests = "attributes.category = \"account\""
      project_profiles  = "attributes.category = \"account\""
    }
    error_message = "A projection gets events of categories that it doesn't read."
  }

  assert {
    condition = alltrue([
      for topic in google_pubsub_topic.main : topic.message_storage_policy[0].allowed_persistence_regions == toset([var.region])
    ])
    error_message = "Events may be stored outside the region."
  }
}
