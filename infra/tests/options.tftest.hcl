mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "nothing_optional_is_made_by_default" {
  command = plan

  assert {
    condition     = length(google_pubsub_subscription.bigquery) + length(google_bigquery_table.events) + length(google_cloud_run_v2_worker_pool.reader) == 0
    error_message = "Something optional is made unasked."
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
      length(subscription.dead_letter_policy) == 1 && length(subscription.retry_policy) == 1 &&
      subscription.bigquery_config[0].table == "onewrite-test.onewrite.events"
    ]) && length(google_pubsub_subscription.bigquery) == 1
    error_message = "The subscription to BigQuery expires, gives up, or writes elsewhere."
  }

  assert {
    condition     = google_pubsub_subscription_iam_member.bigquery_dead_letter[0].role == "roles/pubsub.subscriber"
    error_message = "What BigQuery refuses can't be dead-lettered."
  }
}

run "the_always_on_reader_has_an_account_of_its_own" {
  command = plan

  variables {
    reader_image = "europe-west1-docker.pkg.dev/onewrite-test/onewrite/reader@sha256:0000"
  }

  assert {
    condition     = google_cloud_run_v2_worker_pool.reader[0].template[0].containers[0].image == var.reader_image
    error_message = "Another image runs."
  }

  assert {
    condition     = google_service_account.reader[0].account_id == "reads-changes"
    error_message = "The reader has no account of its own."
  }

  assert {
    condition     = one(google_spanner_database_iam_member.user["reader/databaseRoleUser"].condition).title == "acts_as_relay_outbox"
    error_message = "The reader may do to the store what a relay may not."
  }

  assert {
    condition = alltrue([
      for log in google_project_iam_audit_config.spanner.audit_log_config : contains(log.exempted_members, "serviceAccount:reads-changes@test") || log.log_type == "ADMIN_READ"
    ])
    error_message = "The reader fills the audit log."
  }
}
