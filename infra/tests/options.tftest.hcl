mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "nothing_optional_is_made_by_default" {
  command = plan

  assert {
    condition     = length(google_pubsub_subscription.bigquery) + length(google_bigquery_table.events) + length(google_cloud_run_v2_worker_pool.main) == 0
    error_message = "Something optional is made unasked."
  }
}

run "no_line_is_kept_of_a_push_that_succeeded" {
  command = plan

  assert {
    condition = google_logging_project_exclusion.pushes[0].filter == join(" ", [
      "log_id(\"run.googleapis.com/requests\")",
      "resource.type=\"cloud_run_revision\"",
      "resource.labels.service_name=(${join(" OR ", [for name in sort(local.by_trigger["push"]) : "\"${replace(name, "_", "-")}\""])})",
      "httpRequest.status<400",
    ])
    error_message = "Lines of pushes are kept that nobody reads, or others are left out."
  }
}

run "every_line_is_kept_where_somebody_wants_them" {
  command = plan

  variables {
    log_pushes = true
  }

  assert {
    condition     = length(google_logging_project_exclusion.pushes) == 0
    error_message = "Lines are left out against somebody's will."
  }
}

run "bigquery_is_one_more_consumer_that_loses_nothing" {
  command = plan

  variables {
    bigquery = true
  }

  assert {
    condition = alltrue([
      for subscription in google_pubsub_subscription.bigquery :
      subscription.expiration_policy[0].ttl == "" &&
      subscription.dead_letter_policy[0].max_delivery_attempts == 100 &&
      subscription.retry_policy[0].minimum_backoff == "10s" && subscription.retry_policy[0].maximum_backoff == "600s" &&
      subscription.bigquery_config[0].table == "onewrite-test.onewrite.events" && subscription.bigquery_config[0].write_metadata
    ]) && length(google_pubsub_subscription.bigquery) == 1
    error_message = "The subscription to BigQuery expires, gives up, or writes elsewhere."
  }

  assert {
    condition     = google_pubsub_subscription_iam_member.bigquery_dead_letter[0].role == "roles/pubsub.subscriber"
    error_message = "What BigQuery refuses can't be dead-lettered."
  }

  assert {
    condition = toset([for grant in google_bigquery_table_iam_member.pubsub : "${grant.role} ${grant.table_id} ${grant.member}"]) == toset([
      "roles/bigquery.dataEditor events ${local.pubsub_agent}",
      "roles/bigquery.metadataViewer events ${local.pubsub_agent}",
    ])
    error_message = "Pub/Sub can't write to the table, or may do more."
  }

  assert {
    condition = (
      google_bigquery_dataset.main[0].location == var.region &&
      google_bigquery_table.events[0].deletion_protection == var.deletion_protection &&
      google_bigquery_table.events[0].time_partitioning[0].field == "publish_time"
    )
    error_message = "The history for analysts is elsewhere, can be dropped, or has to be read whole for each day."
  }
}
