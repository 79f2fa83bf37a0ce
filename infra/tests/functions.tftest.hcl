mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "every_function_that_is_chosen_runs_as_itself" {
  command = plan

  assert {
    condition = toset(keys(google_cloudfunctions2_function.main)) == setsubtract(
      keys(jsondecode(file("topology.json")).functions), ["pull_clubs", "pull_interests", "pull_profiles", "tail_changes"]
    )
    error_message = "A function is missing, or one too many."
  }

  assert {
    condition = alltrue([
      for name, function in google_cloudfunctions2_function.main :
      function.build_config[0].entry_point == name &&
      function.build_config[0].service_account == google_service_account.builder.id &&
      function.service_config[0].service_account_email == "${replace(name, "_", "-")}@test"
    ])
    error_message = "A function runs another's code or under another's account."
  }

  assert {
    condition = alltrue([
      for name, function in google_cloudfunctions2_function.main : can(regex("^${name}-[0-9a-f]{16}\\.zip$", google_storage_bucket_object.bundle[name].name)) &&
      function.build_config[0].source[0].storage_source[0].object == google_storage_bucket_object.bundle[name].name
    ])
    error_message = "A function is built from another bundle than its own of today."
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
    condition     = google_storage_bucket.bundles.public_access_prevention == "enforced" && google_storage_bucket.bundles.uniform_bucket_level_access
    error_message = "The code can be opened to everybody."
  }

  assert {
    condition     = google_storage_bucket.bundles.versioning[0].enabled
    error_message = "A bundle that was overwritten is lost."
  }

  assert {
    condition = toset([for api in google_project_service.main : api.service]) == toset([
      for name in concat(
        ["artifactregistry", "cloudbuild", "cloudfunctions", "cloudscheduler", "iam", "logging", "monitoring", "pubsub", "run", "spanner", "storage"],
        var.environment == "dev" ? [] : ["workflowexecutions", "workflows"],
      ) :
      "${name}.googleapis.com"
    ]) && !anytrue([for api in google_project_service.main : api.disable_on_destroy])
    error_message = "An API is missing, or is switched off for others when this is torn down."
  }
}
