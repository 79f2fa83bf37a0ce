mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "schedules_call_by_themselves_and_as_nobody_else" {
  command = plan

  assert {
    condition = { for name, job in google_cloud_scheduler_job.main : name => "${job.name} in ${job.region}: ${job.schedule} ${job.time_zone}, within ${job.attempt_deadline}" } == merge(
      {
        reconcile_views = "reconcile-views in ${var.region}: */15 * * * * Etc/UTC, within 900s"
        relay_outbox    = "relay-outbox in ${var.region}: * * * * * Etc/UTC, within 60s"
      },
      { for number in var.environment == "dev" ? [] : [2, 3, 4] :
        "relay_outbox_${number}" => "relay-outbox-${number} in ${var.region}: * * * * * Etc/UTC, within 60s"
      },
    )
    error_message = "A schedule is missing, has another name or place, calls at another time, or waits for another time than said."
  }

  assert {
    condition = alltrue([
      for name, job in google_cloud_scheduler_job.main :
      job.http_target[0].http_method == "POST" &&
      job.http_target[0].uri == "https://${local.services[local.schedules[name].function]}.test" &&
      job.http_target[0].oidc_token[0].audience == job.http_target[0].uri &&
      job.http_target[0].oidc_token[0].service_account_email == "calls-by-schedule@test"
    ])
    error_message = "A schedule calls the wrong function, in the wrong way, or without an identity."
  }

  assert {
    condition     = alltrue([for job in google_cloud_scheduler_job.main : job.retry_config[0].retry_count == 0])
    error_message = "A schedule calls again before its time."
  }
}

run "each_sweep_has_a_schedule_and_an_instance_of_its_own" {
  command = plan

  variables {
    sweeps = 16
    sizes  = { default = {}, relay_outbox = { max_instances = 16, concurrency = 1 } }
  }

  assert {
    condition     = length([for job in google_cloud_scheduler_job.main : job if job.http_target[0].uri == "https://relay-outbox.test"]) == 16
    error_message = "A sweep would wait for another, because one schedule never calls twice at a time."
  }
}

run "more_sweeps_than_instances_are_refused" {
  command = plan

  variables {
    sweeps = 3
    sizes  = { default = {}, relay_outbox = { max_instances = 2, concurrency = 1 } }
  }

  expect_failures = [var.sweeps]
}
