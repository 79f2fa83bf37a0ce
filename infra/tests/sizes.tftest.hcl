mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "every_function_has_the_size_that_its_environment_says" {
  command = plan

  assert {
    condition = {
      for name, function in google_cloudfunctions2_function.main : name =>
      "${function.service_config[0].min_instance_count} to ${function.service_config[0].max_instance_count}"
      } == (var.environment == "dev" ? {
        accept_commands   = "0 to 3"
        answer_queries    = "0 to 3"
        operate_views     = "0 to 1"
        project_clubs     = "0 to 3"
        project_interests = "0 to 3"
        project_profiles  = "0 to 3"
        rebuild_views     = "0 to 3"
        reconcile_views   = "0 to 1"
        relay_outbox      = "0 to 1"
        } : {
        accept_commands   = "1 to 20"
        answer_queries    = "1 to 20"
        operate_views     = "0 to 2"
        project_clubs     = "0 to 10"
        project_interests = "0 to 10"
        project_profiles  = "0 to 10"
        rebuild_views     = "0 to 10"
        reconcile_views   = "0 to 1"
        relay_outbox      = "0 to 4"
    })
    error_message = "A function has another number of instances than said."
  }

  # A sweep holds a batch in memory, and a walk beside another is one too many. Each range of a rebuild has the instance for itself.
  assert {
    condition = toset([
      for name, function in google_cloudfunctions2_function.main : name if function.service_config[0].max_instance_request_concurrency == 1
    ]) == toset(concat(["reconcile_views", "relay_outbox"], var.environment == "dev" ? [] : ["rebuild_views"]))
    error_message = "A function takes requests side by side that have to come one by one, or the other way round."
  }

  assert {
    condition = { for name, function in google_cloudfunctions2_function.main : name => function.service_config[0].timeout_seconds } == {
      accept_commands   = 60
      answer_queries    = 60
      operate_views     = 3600
      project_clubs     = google_pubsub_subscription.main["project_clubs"].ack_deadline_seconds
      project_interests = google_pubsub_subscription.main["project_interests"].ack_deadline_seconds
      project_profiles  = google_pubsub_subscription.main["project_profiles"].ack_deadline_seconds
      rebuild_views     = google_pubsub_subscription.main["rebuild_views"].ack_deadline_seconds
      reconcile_views   = tonumber(trimsuffix(google_cloud_scheduler_job.main["reconcile_views"].attempt_deadline, "s"))
      relay_outbox      = tonumber(trimsuffix(google_cloud_scheduler_job.main["relay_outbox"].attempt_deadline, "s"))
    }
    error_message = "A function works on after its caller has given up, or is stopped before."
  }
}
