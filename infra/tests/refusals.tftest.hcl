mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "alerts_that_reach_nobody_are_refused" {
  command = plan

  variables {
    alert_emails = []
  }

  expect_failures = [var.notification_channels]
}

run "copies_in_the_region_of_what_they_copy_are_refused" {
  command = plan

  variables {
    backup_copies_region = "europe-west1"
  }

  expect_failures = [var.backup_copies_region]
}

run "a_function_for_administrators_is_never_opened_to_everybody" {
  command = plan

  variables {
    public_functions = ["operate_views"]
  }

  expect_failures = [var.public_functions]
}

run "everybody_does_not_slip_in_as_an_invoker" {
  command = plan

  variables {
    invokers = { operate_views = ["allUsers"] }
  }

  expect_failures = [var.invokers]
}

run "a_function_that_does_not_exist_has_no_callers" {
  command = plan

  variables {
    invokers = { operate_veiws = ["serviceAccount:console@example.com"] }
  }

  expect_failures = [var.invokers]
}

run "a_size_for_a_function_that_does_not_exist_is_refused" {
  command = plan

  variables {
    sizes = { default = {}, accept_comands = { min_instances = 1 } }
  }

  expect_failures = [var.sizes]
}

run "a_group_can_not_call_what_looks_at_tokens" {
  command = plan

  variables {
    invokers = { operate_views = ["group:ops@example.com"] }
  }

  expect_failures = [var.invokers]
}

run "a_way_of_delivery_that_does_not_exist_is_refused" {
  command = plan

  variables {
    delivery = { profiles = "pushed" }
  }

  expect_failures = [var.delivery]
}

run "a_projection_that_does_not_exist_has_no_delivery" {
  command = plan

  variables {
    delivery = { profile = "pull" }
  }

  expect_failures = [var.delivery]
}

run "a_worker_for_what_is_not_chosen_is_refused" {
  command = plan

  variables {
    workers      = { tail_changes = 1 }
    worker_image = "an-image"
  }

  expect_failures = [var.workers]
}

run "workers_without_an_image_are_refused" {
  command = plan

  variables {
    change_stream_relay = true
    workers             = { tail_changes = 1 }
  }

  expect_failures = [var.workers]
}

run "nothing_is_pulled_twice_by_workers" {
  command = plan

  variables {
    delivery     = { profiles = "pull" }
    workers      = { pull_profiles = 1, pull_views = 1 }
    worker_image = "an-image"
  }

  expect_failures = [var.workers]
}

run "half_an_instance_is_refused" {
  command = plan

  variables {
    delivery     = { profiles = "pull" }
    workers      = { pull_profiles = 0.5 }
    worker_image = "an-image"
  }

  expect_failures = [var.workers]
}
