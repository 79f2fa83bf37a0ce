mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "without_fine_grained_access_everybody_may_use_rows_and_nothing_else" {
  command = plan

  variables {
    fine_grained_access = false
  }

  assert {
    condition = { for place, grant in google_spanner_database_iam_member.user : place => "${grant.role} ${grant.member}" } == {
      for name, service in local.services : "${name}/storeUser" => "projects/onewrite-test/roles/onewriteStoreUser serviceAccount:${service}@test"
    }
    error_message = "A function has no right on the store, or another one than to use rows."
  }

  assert {
    condition = google_project_iam_custom_role.store_user.permissions == toset([
      "spanner.databases.beginOrRollbackReadWriteTransaction",
      "spanner.databases.beginPartitionedDmlTransaction",
      "spanner.databases.beginReadOnlyTransaction",
      "spanner.databases.partitionQuery",
      "spanner.databases.partitionRead",
      "spanner.databases.read",
      "spanner.databases.select",
      "spanner.databases.write",
      "spanner.sessions.create",
      "spanner.sessions.delete",
      "spanner.sessions.get",
      "spanner.sessions.list",
    ])
    error_message = "Who may use rows may do something else too."
  }

  assert {
    condition     = !anytrue([for function in google_cloudfunctions2_function.main : contains(keys(function.service_config[0].environment_variables), "ONEWRITE_DATABASE_ROLE")])
    error_message = "A function asks for a role that it was not given."
  }
}

run "whoever_begins_rebuilds_may_split_the_store_where_a_variable_says_so" {
  command = plan

  variables {
    operators    = ["group:ops@example.com"]
    split_points = true
  }

  assert {
    condition = [for grant in google_spanner_database_iam_member.splitter : "${grant.role} ${grant.member}"] == [
      "projects/onewrite-test/roles/onewriteSplitter group:ops@example.com",
      "projects/onewrite-test/roles/onewriteSplitter serviceAccount:operate-views@test",
    ]
    error_message = "Somebody else may split the store, or somebody who begins rebuilds can't."
  }

  assert {
    condition     = google_project_iam_custom_role.splitter[0].permissions == toset(["spanner.databases.addSplitPoints"])
    error_message = "Who may split the store may do something else too."
  }

  assert {
    condition     = google_cloudfunctions2_function.main["operate_views"].service_config[0].environment_variables.ONEWRITE_SPLIT_POINTS == "true"
    error_message = "A rebuild has the right to split the store and doesn't use it."
  }
}

run "everybody_is_let_in_where_a_variable_says_so_and_nowhere_else" {
  command = plan

  variables {
    public_functions = ["accept_commands"]
    invokers         = { operate_views = ["serviceAccount:console@example.com"], answer_queries = ["group:readers@example.com"] }
  }

  assert {
    condition     = [for place, grant in google_cloud_run_v2_service_iam_member.caller : place if grant.member == "allUsers"] == ["accept_commands/everybody"]
    error_message = "The wrong functions are open to everybody."
  }

  assert {
    condition     = google_cloud_run_v2_service_iam_member.caller["operate_views/serviceAccount:console@example.com"].name == "operate-views"
    error_message = "Who is named in invokers can't call."
  }

  assert {
    condition     = google_cloudfunctions2_function.main["operate_views"].service_config[0].environment_variables.ONEWRITE_CALLERS == "console@example.com"
    error_message = "The function itself would let in somebody else."
  }
}

run "operators_may_operate_views_and_type_what_the_runbook_says" {
  command = plan

  variables {
    operators = ["group:ops@example.com"]
  }

  assert {
    condition = [for grant in google_spanner_database_iam_member.user : join(" ", concat([grant.role], grant.condition[*].title)) if grant.member == "group:ops@example.com"] == [
      "roles/spanner.databaseRoleUser acts_as_operate_views",
      "roles/spanner.fineGrainedAccessUser",
    ]
    error_message = "Operators may do to the store what operate_views may not, or less."
  }

  assert {
    condition = toset(concat(
      [for grant in google_project_iam_member.operator : grant.role],
      [for grant in google_pubsub_topic_iam_member.operator : "${grant.role} ${grant.topic}"],
      [for grant in google_pubsub_subscription_iam_member.operator : "${grant.role} ${grant.subscription}"],
      )) == toset([
      "projects/onewrite-test/roles/onewriteOperator",
      "roles/logging.viewer",
      "roles/monitoring.viewer",
      "roles/pubsub.publisher events",
      "roles/pubsub.publisher rebuild_ranges",
      "roles/pubsub.subscriber events_dead_letter",
    ])
    error_message = "Operators have a right that no command of the runbook needs, or lack one that it does."
  }

  assert {
    condition = google_project_iam_custom_role.operator.permissions == toset([
      "cloudscheduler.jobs.enable",
      "cloudscheduler.jobs.get",
      "cloudscheduler.jobs.pause",
      "cloudscheduler.jobs.run",
      "run.services.get",
      "serviceusage.services.use",
    ])
    error_message = "Operators may do more in the project than the runbook asks for, or less."
  }
}
