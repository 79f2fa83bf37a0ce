mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

variables {
  change_stream_relay = true
  delivery            = { profiles = "both", interests = "pull" }
}

run "what_is_chosen_is_made_and_what_is_not_is_not" {
  command = plan

  assert {
    condition = [for name in keys(google_cloudfunctions2_function.main) : name if can(regex("^(project|pull|tail)_", name))] == [
      "project_clubs", "project_profiles", "pull_interests", "pull_profiles", "tail_changes"
    ]
    error_message = "A projection gets its events in another way than chosen, or a relay runs that was not."
  }

  assert {
    condition     = keys(google_pubsub_subscription.main) == ["events_dead_letter", "project_clubs", "project_profiles", "rebuild_views"]
    error_message = "Messages are kept for a function that isn't there."
  }

  assert {
    condition = { for name, job in google_cloud_scheduler_job.main : name => "${job.schedule} ${job.http_target[0].uri} within ${job.attempt_deadline}" if job.attempt_deadline == "120s" } == {
      pull_interests     = "*/2 * * * * https://pull-interests.test within 120s"
      pull_interests_odd = "1-59/2 * * * * https://pull-interests.test within 120s"
      pull_profiles      = "*/2 * * * * https://pull-profiles.test within 120s"
      pull_profiles_odd  = "1-59/2 * * * * https://pull-profiles.test within 120s"
      tail_changes       = "*/2 * * * * https://tail-changes.test within 120s"
      tail_changes_odd   = "1-59/2 * * * * https://tail-changes.test within 120s"
    }
    error_message = "Nobody follows the change stream for a part of the time."
  }

  assert {
    condition = alltrue([
      for name in ["pull_interests", "pull_profiles", "tail_changes"] :
      google_cloudfunctions2_function.main[name].service_config[0].timeout_seconds == 120 &&
      google_cloudfunctions2_function.main[name].service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY" &&
      google_cloudfunctions2_function.main[name].service_config[0].environment_variables.ONEWRITE_CALLERS == "calls-by-schedule@test"
    ])
    error_message = "A run is cut off before its end, or somebody else than the scheduler may begin one."
  }

  assert {
    condition     = length(google_cloud_run_v2_worker_pool.main) == 0
    error_message = "Something is always on unasked."
  }
}

run "what_is_always_on_replaces_the_function_of_its_name" {
  command = plan

  variables {
    workers      = { tail_changes = 1, pull_profiles = 3 }
    worker_image = "europe-west1-docker.pkg.dev/onewrite-test/onewrite/worker@sha256:0000"
  }

  assert {
    condition = { for name, pool in google_cloud_run_v2_worker_pool.main : name => join(" ", concat(
      ["${pool.name}:", tostring(pool.scaling[0].manual_instance_count), "of"],
      pool.template[0].containers[0].command, pool.template[0].containers[0].args,
      )) } == {
      pull_profiles = "pull-profiles: 3 of /cnb/lifecycle/launcher -- python -m onewrite.bootstrap.worker pull profiles"
      tail_changes  = "tail-changes: 1 of /cnb/lifecycle/launcher -- python -m onewrite.bootstrap.worker tail"
    }
    error_message = "Another command is always on, or on another number of instances than said."
  }

  assert {
    condition = alltrue([
      for name, pool in google_cloud_run_v2_worker_pool.main : pool.template[0].containers[0].image == var.worker_image &&
      pool.template[0].service_account == "${pool.name}@test" &&
      { for variable in pool.template[0].containers[0].env : variable.name => variable.value } == merge(local.settings, local.telemetry, { ONEWRITE_DATABASE_ROLE = name })
    ])
    error_message = "A worker runs another image, as somebody else, or is told something else than the functions are."
  }

  assert {
    condition     = [for name in keys(google_cloudfunctions2_function.main) : name if can(regex("^(pull|tail)_", name))] == ["pull_interests"]
    error_message = "A function does what a worker already does, or one is gone that no worker replaces."
  }

  assert {
    condition     = toset([for name, job in google_cloud_scheduler_job.main : name if job.attempt_deadline == "120s"]) == toset(["pull_interests", "pull_interests_odd"])
    error_message = "A schedule calls what isn't there."
  }

  assert {
    condition     = google_pubsub_topic_iam_member.publisher["tail_changes/events"].member == "serviceAccount:tail-changes@test"
    error_message = "The worker that relays can't publish."
  }

  assert {
    condition     = one(google_spanner_database_iam_member.user["pull_profiles/databaseRoleUser"].condition).title == "acts_as_pull_profiles"
    error_message = "A worker may do to the store what the function that it replaces may not."
  }

  assert {
    condition = alltrue([
      for log in google_project_iam_audit_config.spanner.audit_log_config : contains(log.exempted_members, "serviceAccount:tail-changes@test") || log.log_type == "ADMIN_READ"
    ])
    error_message = "A worker fills the audit log."
  }
}

run "one_worker_can_pull_for_all_that_pull" {
  command = plan

  variables {
    workers      = { pull_views = 2 }
    worker_image = "an-image"
  }

  assert {
    condition     = google_cloud_run_v2_worker_pool.main["pull_views"].template[0].containers[0].args == tolist(["--", "python", "-m", "onewrite.bootstrap.worker", "pull", "interests", "profiles"])
    error_message = "The worker for all that pull leaves one out."
  }

  assert {
    condition     = [for name in keys(google_cloudfunctions2_function.main) : name if can(regex("^(pull|tail)_", name))] == ["tail_changes"]
    error_message = "A function pulls what a worker already pulls."
  }

  assert {
    condition     = google_cloud_run_v2_worker_pool.main["pull_views"].template[0].service_account == "pull-views@test"
    error_message = "The worker for all that pull has no account of its own."
  }
}
