mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "nothing_is_traced_unasked" {
  command = plan

  assert {
    condition = length(google_project_iam_member.tracer) == 0 && !anytrue([
      for function in google_cloudfunctions2_function.main :
      contains(keys(function.service_config[0].environment_variables), "ONEWRITE_TRACES")
    ])
    error_message = "Spans are made and billed, or may be written, where nobody asked for them."
  }
}

run "a_part_of_the_requests_is_traced_where_a_variable_says_so" {
  command = plan

  variables {
    trace_ratio = 0.01
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.main :
      function.service_config[0].environment_variables.ONEWRITE_TRACES == "otlp" &&
      function.service_config[0].environment_variables.ONEWRITE_TRACE_RATIO == "0.01"
    ])
    error_message = "A function would leave a gap in every trace, or decides otherwise than the others."
  }

  assert {
    condition = { for name, grant in google_project_iam_member.tracer : name => "${grant.role} ${grant.member}" } == {
      for name, service in local.services : name => "roles/telemetry.tracesWriter serviceAccount:${service}@test"
    }
    error_message = "A function can't write its spans, or somebody else can."
  }

  assert {
    condition     = contains([for api in google_project_service.main : api.service], "telemetry.googleapis.com")
    error_message = "Nothing takes the spans."
  }
}
