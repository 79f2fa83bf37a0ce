mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "every_alert_reaches_a_person_and_names_its_section_of_the_runbook" {
  command = plan

  assert {
    condition = keys(google_monitoring_alert_policy.main) == [
      "dead_letters",
      "latency",
      "outbox_age",
      "reconcile_silent",
      "relay_failed",
      "relay_silent",
      "server_errors",
      "spanner_cpu",
      "streams_healed",
      "streams_parked",
      "streams_unhealed",
      "subscription_backlog",
    ]
    error_message = "An alert is missing, or one is not expected here."
  }

  assert {
    condition = alltrue([
      for name, alert in google_monitoring_alert_policy.main :
      length(alert.notification_channels) > 0 && endswith(alert.documentation[0].content, "${var.runbook}#${name}")
    ])
    error_message = "An alert reaches nobody, or doesn't say what to do."
  }

  assert {
    condition     = length(google_monitoring_alert_policy.made_public.notification_channels) > 0
    error_message = "Nobody is told when something is opened to everybody."
  }

  assert {
    condition = alltrue([
      for name, metric in google_logging_metric.main : metric.name == "onewrite_${name}" &&
      (metric.metric_descriptor[0].value_type == "DISTRIBUTION") == can(local.signals[name].field)
    ])
    error_message = "A metric has another name than the alerts know, or doesn't keep its value."
  }

  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.main.dashboard_json).mosaicLayout.tiles) == length(local.alerts)
    error_message = "The dashboard doesn't show every alert."
  }
}
