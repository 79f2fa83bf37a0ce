mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "nothing_stands_in_front_of_operate_views_unasked" {
  command = plan

  assert {
    condition = (
      length(google_compute_global_forwarding_rule.console) + length(google_cloud_run_v2_service_iam_member.console) == 0 &&
      google_cloudfunctions2_function.main["operate_views"].service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY" &&
      !contains(keys(google_cloudfunctions2_function.main["operate_views"].service_config[0].environment_variables), "ONEWRITE_IAP_PROJECT_NUMBER")
    )
    error_message = "Somebody can log in, or the word of a proxy counts, where nobody asked for one."
  }
}

run "people_log_in_where_a_variable_says_so" {
  command = plan

  variables {
    console = { domain = "console.example.com", people = ["group:ops@example.com", "user:ada@example.com"] }
  }

  assert {
    condition     = google_compute_backend_service.console["operate_views"].iap[0].enabled
    error_message = "The console is open to everybody who knows its address."
  }

  assert {
    condition = [for grant in google_iap_web_backend_service_iam_member.console : "${grant.role} ${grant.member}"] == [
      "roles/iap.httpsResourceAccessor group:ops@example.com",
      "roles/iap.httpsResourceAccessor user:ada@example.com",
    ]
    error_message = "Somebody else may open the console, or an operator can't."
  }

  assert {
    condition = [for grant in google_cloud_run_v2_service_iam_member.console : "${grant.name} ${grant.role} ${grant.member}"] == [
      "operate-views roles/run.invoker serviceAccount:service-123456789012@gcp-sa-iap.iam.gserviceaccount.com",
    ]
    error_message = "The proxy can't call the function, or somebody else can."
  }

  assert {
    condition = (
      google_cloudfunctions2_function.main["operate_views"].service_config[0].environment_variables.ONEWRITE_IAP_PROJECT_NUMBER == "123456789012" &&
      length([for name, function in google_cloudfunctions2_function.main : name if contains(keys(function.service_config[0].environment_variables), "ONEWRITE_IAP_PROJECT_NUMBER")]) == 1
    )
    error_message = "The function doesn't know who its operators are, or another one believes the proxy."
  }

  assert {
    condition = {
      for name, function in google_cloudfunctions2_function.main : name => function.service_config[0].ingress_settings
      if function.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    } == { operate_views = "ALLOW_INTERNAL_AND_GCLB" }
    error_message = "The load balancer can't reach the function, or reaches another one."
  }

  assert {
    condition     = google_compute_ssl_policy.console["operate_views"].min_tls_version == "TLS_1_2"
    error_message = "Operators may be listened to."
  }
}

run "a_person_may_be_named_who_comes_through_gcloud" {
  command = plan

  variables {
    invokers = { operate_views = ["user:ada@example.com"] }
  }

  assert {
    condition     = google_cloudfunctions2_function.main["operate_views"].service_config[0].environment_variables.ONEWRITE_CALLERS == "ada@example.com"
    error_message = "The function would not let her in."
  }
}

run "the_console_is_not_for_everybody" {
  command = plan

  variables {
    console = { domain = "console.example.com", people = ["allUsers"] }
  }

  expect_failures = [var.console]
}
