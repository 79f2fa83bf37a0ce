mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "every_function_is_told_where_everything_is" {
  command = plan

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main : {
        for name, value in function.service_config[0].environment_variables : name => value
        if startswith(name, "ONEWRITE_") && !contains(["ONEWRITE_CALLERS", "ONEWRITE_DATABASE_ROLE", "ONEWRITE_OPERATORS_SEE_DATA", "ONEWRITE_WALK_RANGES"], name)
        } == {
        ONEWRITE_DATABASE      = "onewrite"
        ONEWRITE_DOMAIN        = "accounts:ACCOUNTS"
        ONEWRITE_EAGER_RELAY   = "true"
        ONEWRITE_INSTANCE      = "onewrite"
        ONEWRITE_PROJECT       = "onewrite-test"
        ONEWRITE_REBUILD_TOPIC = "rebuild_ranges"
        ONEWRITE_DEAD_LETTERS  = "events_dead_letter"
        ONEWRITE_SOURCE        = "//onewrite/onewrite-test"
        ONEWRITE_SPLIT_POINTS  = "false"
        ONEWRITE_TOPIC         = "events"
      }
    ])
    error_message = "A function looks for the store or a topic elsewhere, or serves something else."
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main :
      function.service_config[0].environment_variables.LOG_EXECUTION_ID == "true" &&
      function.service_config[0].environment_variables.SPANNER_DISABLE_BUILTIN_METRICS == "true" &&
      function.service_config[0].environment_variables.SPANNER_ENABLE_EXTENDED_TRACING == "false"
    ])
    error_message = "Log lines of one request can't be found together, or the client's telemetry quotes SQL."
  }

  assert {
    condition     = { for name, url in output.urls : name => url } == { for name, service in local.services : name => "https://${service}.test" }
    error_message = "The output names other URLs than the functions have."
  }
}

run "operators_see_no_data_unless_a_variable_says_so" {
  command = plan

  assert {
    condition = {
      for name, function in google_cloudfunctions2_function.main :
      name => function.service_config[0].environment_variables.ONEWRITE_OPERATORS_SEE_DATA
      if contains(keys(function.service_config[0].environment_variables), "ONEWRITE_OPERATORS_SEE_DATA")
    } == { operate_views = "false" }
    error_message = "Operators see data, or another function is told that they may."
  }
}

run "walks_have_ten_ranges_for_each_node_that_there_may_be" {
  command = plan

  variables {
    spanner = { autoscaling = { min_processing_units = 1000, max_processing_units = 5000 } }
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main :
      function.service_config[0].environment_variables.ONEWRITE_WALK_RANGES == "50"
    ])
    error_message = "A rebuild leaves nodes of Spanner idle."
  }
}

run "variables_say_what_is_served_and_how_it_is_published" {
  command = plan

  variables {
    domain             = "orders:ORDERS"
    eager_relay        = false
    operators_see_data = true
    runtime            = "python399"
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main :
      function.service_config[0].environment_variables.ONEWRITE_DOMAIN == "orders:ORDERS" &&
      function.service_config[0].environment_variables.ONEWRITE_EAGER_RELAY == "false" &&
      function.build_config[0].runtime == "python399"
    ])
    error_message = "A function serves another domain, publishes otherwise or runs on another Python than the variables say."
  }

  assert {
    condition     = google_cloudfunctions2_function.main["operate_views"].service_config[0].environment_variables.ONEWRITE_OPERATORS_SEE_DATA == "true"
    error_message = "Operators can't see data although the variable says so."
  }

  assert {
    condition     = [for place in keys(google_pubsub_topic_iam_member.publisher) : place if startswith(place, "accept_commands/")] == []
    error_message = "A function that doesn't publish may."
  }
}
