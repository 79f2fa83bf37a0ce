# What Google would answer, as far as something else is made from it. A new function gets its two answers here.
mock_data "google_project" {
  defaults = { number = "123456789012" }
}

override_resource {
  target = google_project_iam_custom_role.copies[0]
  values = { id = "projects/onewrite-test/roles/onewriteBackupCopier" }
}

override_resource {
  target = google_project_iam_custom_role.operator
  values = { id = "projects/onewrite-test/roles/onewriteOperator" }
}

override_resource {
  target = google_project_iam_custom_role.splitter[0]
  values = { id = "projects/onewrite-test/roles/onewriteSplitter" }
}

override_resource {
  target = google_project_iam_custom_role.store_user
  values = { id = "projects/onewrite-test/roles/onewriteStoreUser" }
}

override_resource {
  target = google_pubsub_topic.main["events"]
  values = { id = "projects/onewrite-test/topics/events" }
}

override_resource {
  target = google_pubsub_topic.main["events_dead_letter"]
  values = { id = "projects/onewrite-test/topics/events_dead_letter" }
}

override_resource {
  target = google_pubsub_topic.main["rebuild_ranges"]
  values = { id = "projects/onewrite-test/topics/rebuild_ranges" }
}

override_resource {
  target = google_service_account.builder
  values = { email = "builds-functions@test", member = "serviceAccount:builds-functions@test" }
}

override_resource {
  target = google_service_account.caller["push"]
  values = { name = "calls-by-push", email = "calls-by-push@test", member = "serviceAccount:calls-by-push@test" }
}

override_resource {
  target = google_service_account.caller["schedule"]
  values = { email = "calls-by-schedule@test", member = "serviceAccount:calls-by-schedule@test" }
}

override_resource {
  target = google_service_account.copies[0]
  values = { id = "copies-backups", email = "copies-backups@test", member = "serviceAccount:copies-backups@test" }
}

override_resource {
  target = google_service_account.function["accept_commands"]
  values = { email = "accept-commands@test", member = "serviceAccount:accept-commands@test" }
}

override_resource {
  target = google_service_account.function["answer_queries"]
  values = { email = "answer-queries@test", member = "serviceAccount:answer-queries@test" }
}

override_resource {
  target = google_service_account.function["operate_views"]
  values = { email = "operate-views@test", member = "serviceAccount:operate-views@test" }
}

override_resource {
  target = google_service_account.function["project_clubs"]
  values = { email = "project-clubs@test", member = "serviceAccount:project-clubs@test" }
}

override_resource {
  target = google_service_account.function["project_interests"]
  values = { email = "project-interests@test", member = "serviceAccount:project-interests@test" }
}

override_resource {
  target = google_service_account.function["project_profiles"]
  values = { email = "project-profiles@test", member = "serviceAccount:project-profiles@test" }
}

override_resource {
  target = google_service_account.function["pull_clubs"]
  values = { email = "pull-clubs@test", member = "serviceAccount:pull-clubs@test" }
}

override_resource {
  target = google_service_account.function["pull_interests"]
  values = { email = "pull-interests@test", member = "serviceAccount:pull-interests@test" }
}

override_resource {
  target = google_service_account.function["pull_profiles"]
  values = { email = "pull-profiles@test", member = "serviceAccount:pull-profiles@test" }
}

override_resource {
  target = google_service_account.function["pull_views"]
  values = { email = "pull-views@test", member = "serviceAccount:pull-views@test" }
}

override_resource {
  target = google_service_account.function["rebuild_views"]
  values = { email = "rebuild-views@test", member = "serviceAccount:rebuild-views@test" }
}

override_resource {
  target = google_service_account.function["reconcile_views"]
  values = { email = "reconcile-views@test", member = "serviceAccount:reconcile-views@test" }
}

override_resource {
  target = google_service_account.function["relay_outbox"]
  values = { email = "relay-outbox@test", member = "serviceAccount:relay-outbox@test" }
}

override_resource {
  target = google_service_account.function["tail_changes"]
  values = { email = "tail-changes@test", member = "serviceAccount:tail-changes@test" }
}

override_resource {
  target = google_cloudfunctions2_function.main["accept_commands"]
  values = { service_config = { uri = "https://accept-commands.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["answer_queries"]
  values = { service_config = { uri = "https://answer-queries.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["operate_views"]
  values = { service_config = { uri = "https://operate-views.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["project_clubs"]
  values = { service_config = { uri = "https://project-clubs.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["project_interests"]
  values = { service_config = { uri = "https://project-interests.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["project_profiles"]
  values = { service_config = { uri = "https://project-profiles.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["pull_clubs"]
  values = { service_config = { uri = "https://pull-clubs.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["pull_interests"]
  values = { service_config = { uri = "https://pull-interests.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["pull_profiles"]
  values = { service_config = { uri = "https://pull-profiles.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["rebuild_views"]
  values = { service_config = { uri = "https://rebuild-views.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["reconcile_views"]
  values = { service_config = { uri = "https://reconcile-views.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["relay_outbox"]
  values = { service_config = { uri = "https://relay-outbox.test" } }
}

override_resource {
  target = google_cloudfunctions2_function.main["tail_changes"]
  values = { service_config = { uri = "https://tail-changes.test" } }
}
