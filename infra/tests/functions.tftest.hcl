mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "every_function_of_the_topology_runs_as_itself" {
  command = plan

  assert {
    condition     = keys(google_cloudfunctions2_function.main) == keys(jsondecode(file("topology.json")).functions)
    error_message = "A function is missing, or one too many."
  }

  assert {
    condition = alltrue([
      for name, function in google_cloudfunctions2_function.main :
      function.build_config[0].entry_point == name &&
      function.service_config[0].service_account_email == "${replace(name, "_", "-")}@test"
    ])
    error_message = "A function runs another's code or under another's account."
  }

  assert {
    condition     = length(distinct([for function in google_cloudfunctions2_function.main : function.build_config[0].source[0].storage_source[0].object])) == length(local.functions)
    error_message = "Two functions are built from one bundle."
  }

  assert {
    condition = toset([
      for name, function in google_cloudfunctions2_function.main : name if function.service_config[0].ingress_settings != "ALLOW_INTERNAL_ONLY"
    ]) == toset(["accept_commands", "answer_queries"])
    error_message = "A function that isn't public can be reached from the internet."
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main :
      function.service_config[0].environment_variables.THREADS == tostring(function.service_config[0].max_instance_request_concurrency)
    ])
    error_message = "A function gets more requests at a time than it has threads."
  }

  # What a new project gets in a region: 20 processors and 40 GiB, asked for by each deployment.
  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main :
      function.service_config[0].max_instance_count * tonumber(function.service_config[0].available_cpu) <= 20 &&
      contains(["512M", "1G"], function.service_config[0].available_memory)
    ])
    error_message = "Cloud Run refuses a function whose instances need more than a new project's quota."
  }

  assert {
    condition = { for name, timeout in local.timeouts : name => timeout } == {
      accept_commands   = 60
      answer_queries    = 60
      operate_views     = 3600
      project_interests = local.subscriptions.project_interests.ack_deadline_seconds
      project_profiles  = local.subscriptions.project_profiles.ack_deadline_seconds
      rebuild_views     = local.subscriptions.rebuild_views.ack_deadline_seconds
      reconcile_views   = local.schedules.reconcile_views.deadline_seconds
      relay_outbox      = local.schedules.relay_outbox.deadline_seconds
    }
    error_message = "A function works on after its caller has given up, or is stopped before."
  }

  assert {
    condition = alltrue([
      for name, job in google_cloud_scheduler_job.main :
      job.schedule == local.schedules[name].cron &&
      job.http_target[0].uri == "https://${replace(local.schedules[name].function, "_", "-")}.test" &&
      job.http_target[0].oidc_token[0].audience == job.http_target[0].uri &&
      job.http_target[0].oidc_token[0].service_account_email == "calls-by-schedule@test"
    ]) && keys(google_cloud_scheduler_job.main) == keys(local.schedules)
    error_message = "A schedule calls the wrong function, at another time, or without an identity."
  }

  assert {
    condition     = google_storage_bucket.bundles.public_access_prevention == "enforced" && google_storage_bucket.bundles.uniform_bucket_level_access
    error_message = "The code can be opened to everybody."
  }
}
