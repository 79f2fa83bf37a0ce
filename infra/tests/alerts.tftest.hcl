mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "every_alert_reaches_a_person_and_names_its_section_of_the_runbook" {
  command = plan

  assert {
    condition = {
      for name, alert in google_monitoring_alert_policy.main : name => join(" ", [for condition in alert.conditions[0].condition_prometheus_query_language :
        "${regex("> [0-9.]+$", condition.query)} for ${condition.duration}, ${alert.severity}"
      ])
      } == merge(var.environment == "dev" ? {} : { backups_not_copied = "> 0 for 10800s, ERROR" }, {
        dead_letters                                                  = "> 0 for 0s, ERROR"
        events_unpublishable                                          = "> 0 for 0s, CRITICAL"
        generation_kept                                               = "> 259200 for 0s, WARNING"
        latency                                                       = "> 1000 for 600s, WARNING"
        outbox_age                                                    = "> 300 for 0s, CRITICAL"
        projection_halted                                             = "> 0 for 0s, CRITICAL"
        reconcile_silent                                              = "> 0 for 1800s, ERROR"
        relay_failed                                                  = "> 0 for 300s, ERROR"
        relay_silent                                                  = "> 0 for 300s, CRITICAL"
        server_errors                                                 = "> 0.05 for 300s, ERROR"
        spanner_cpu                                                   = "> 0.65 for 600s, ERROR"
        streams_ahead                                                 = "> 0 for 0s, CRITICAL"
        streams_healed                                                = "> 0.01 for 0s, WARNING"
        streams_parked                                                = "> 0 for 0s, CRITICAL"
        streams_unhealed                                              = "> 0 for 0s, CRITICAL"
        subscription_backlog                                          = "> 300 for 300s, ERROR"
    })
    error_message = "An alert is missing, is not expected here, or calls at another line than agreed."
  }

  assert {
    condition = alltrue([
      for name, alert in google_monitoring_alert_policy.main :
      length(alert.notification_channels) > 0 && endswith(alert.documentation[0].content, "${var.runbook}#${name}")
    ])
    error_message = "An alert reaches nobody, or doesn't say what to do."
  }

  assert {
    condition = alltrue([
      for alert in concat(values(google_monitoring_alert_policy.main), [google_monitoring_alert_policy.made_public]) :
      alert.alert_strategy[0].auto_close == "86400s" && alltrue([
        for condition in flatten(alert.conditions[*].condition_prometheus_query_language) :
        condition.evaluation_interval == "60s" && condition.disable_metric_validation
      ])
    ])
    error_message = "An alert is seldom looked at, ends by itself before a day is over, or needs a metric that isn't there yet."
  }

  assert {
    condition = (
      length(google_monitoring_alert_policy.made_public.notification_channels) > 0 &&
      google_monitoring_alert_policy.made_public.severity == "CRITICAL" &&
      google_monitoring_alert_policy.made_public.alert_strategy[0].notification_rate_limit[0].period == "300s"
    )
    error_message = "Nobody is told, or too late, when something is opened to everybody."
  }

  assert {
    condition = alltrue([
      for way in ["allUsers", "allAuthenticatedUsers", "invokerIamDisabled=true", "run.googleapis.com/invoker-iam-disabled"] :
      strcontains(google_monitoring_alert_policy.made_public.conditions[0].condition_matched_log[0].filter, way)
    ])
    error_message = "There is a way to open something to everybody that nobody is told of."
  }

  assert {
    condition = alltrue([
      for name, metric in google_logging_metric.main : metric.name == name && metric.metric_descriptor[0].metric_kind == "DELTA" &&
      (metric.metric_descriptor[0].value_type == "DISTRIBUTION") == can(local.metrics[name].field) &&
      toset(keys(metric.label_extractors)) == toset(metric.metric_descriptor[0].labels[*].key) &&
      strcontains(metric.filter, "resource.labels.service_name=(${local.our_services})")
    ])
    error_message = "A metric has another name than the alerts know, doesn't keep its value or its labels, or counts other services too."
  }

  assert {
    condition = {
      for tile in jsondecode(google_monitoring_dashboard.main.dashboard_json).mosaicLayout.tiles :
      tile.widget.title => try(tile.widget.xyChart.thresholds[0].value, 0)
    } == merge({ for name in keys(local.charts) : name => 0 }, { for name, alert in local.alerts : name => alert.above })
    error_message = "The dashboard doesn't show every chart, and every alert with its line."
  }
}

run "what_follows_the_change_stream_is_watched_be_it_a_function_or_a_worker" {
  command = plan

  variables {
    change_stream_relay = true
    delivery            = { profiles = "pull" }
    workers             = { pull_profiles = 1 }
    worker_image        = "an-image"
  }

  assert {
    condition = {
      for name, alert in google_monitoring_alert_policy.main : name => join(" ", [for condition in alert.conditions[0].condition_prometheus_query_language :
        "${regex("> [0-9.]+$", condition.query)} for ${condition.duration}, ${alert.severity}"
      ]) if can(regex("^(changes|history)_", name))
      } == {
      changes_behind = "> 300 for 0s, ERROR"
      changes_failed = "> 0 for 300s, ERROR"
      changes_silent = "> 0 for 300s, ERROR"
      history_lost   = "> 0 for 0s, WARNING"
    }
    error_message = "Nobody is called when a reader of the change stream falls behind, is silent or fails."
  }

  assert {
    condition = alltrue([
      for named in ["service_name=\"tail-changes\"", "worker_pool_name=\"pull-profiles\""] :
      strcontains(google_monitoring_alert_policy.main["changes_silent"].conditions[0].condition_prometheus_query_language[0].query, named)
    ])
    error_message = "A reader can be silent without anybody being called."
  }

  assert {
    condition = alltrue([
      for metric in google_logging_metric.main : strcontains(metric.filter, " OR (resource.type=\"cloud_run_worker_pool\" resource.labels.worker_pool_name=(\"pull-profiles\"))) ")
    ])
    error_message = "What a worker says is not heard."
  }

  assert {
    condition = alltrue([
      for name in ["projection_halted", "streams_parked"] :
      strcontains(google_monitoring_alert_policy.main[name].conditions[0].condition_prometheus_query_language[0].query, "monitored_resource=\"cloud_run_worker_pool\"")
    ])
    error_message = "A worker can halt a projection or park a stream without anybody being called."
  }
}

run "channels_made_elsewhere_are_told_as_well" {
  command = plan

  variables {
    alert_emails          = []
    notification_channels = ["projects/onewrite-test/notificationChannels/7"]
  }

  assert {
    condition = alltrue([
      for alert in concat(values(google_monitoring_alert_policy.main), [google_monitoring_alert_policy.made_public]) :
      alert.notification_channels == tolist(["projects/onewrite-test/notificationChannels/7"])
    ])
    error_message = "An alert doesn't reach a channel that was made elsewhere."
  }
}
