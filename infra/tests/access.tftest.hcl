mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "each_account_has_exactly_the_rights_that_it_needs" {
  command = plan

  assert {
    condition = { for place, grant in google_cloud_run_v2_service_iam_member.caller : place => "${grant.name} ${grant.role} ${grant.member}" } == {
      "project_interests/push"   = "project-interests roles/run.invoker serviceAccount:calls-by-push@test"
      "project_profiles/push"    = "project-profiles roles/run.invoker serviceAccount:calls-by-push@test"
      "rebuild_views/push"       = "rebuild-views roles/run.invoker serviceAccount:calls-by-push@test"
      "reconcile_views/schedule" = "reconcile-views roles/run.invoker serviceAccount:calls-by-schedule@test"
      "relay_outbox/schedule"    = "relay-outbox roles/run.invoker serviceAccount:calls-by-schedule@test"
    }
    error_message = "Somebody else may call a function, or somebody who must can't."
  }

  assert {
    condition = { for name, function in google_cloudfunctions2_function.main : name => function.service_config[0].environment_variables.ONEWRITE_CALLERS if !try(local.functions[name].public, false) } == {
      operate_views     = ""
      project_interests = "calls-by-push@test"
      project_profiles  = "calls-by-push@test"
      rebuild_views     = "calls-by-push@test"
      reconcile_views   = "calls-by-schedule@test"
      relay_outbox      = "calls-by-schedule@test"
    }
    error_message = "A function itself would let in somebody else than its trigger."
  }

  assert {
    condition = { for place, grant in google_pubsub_topic_iam_member.publisher : place => "${grant.topic} ${grant.role} ${grant.member}" } == {
      "accept_commands/events"       = "events roles/pubsub.publisher serviceAccount:accept-commands@test"
      "operate_views/events"         = "events roles/pubsub.publisher serviceAccount:operate-views@test"
      "operate_views/rebuild_ranges" = "rebuild_ranges roles/pubsub.publisher serviceAccount:operate-views@test"
      "rebuild_views/rebuild_ranges" = "rebuild_ranges roles/pubsub.publisher serviceAccount:rebuild-views@test"
      "relay_outbox/events"          = "events roles/pubsub.publisher serviceAccount:relay-outbox@test"
    }
    error_message = "A function may publish where it has no business, or can't where it has."
  }

  assert {
    condition = { for grant in google_spanner_database_iam_member.function : grant.member => grant.database... } == {
      for service in values(local.services) : "serviceAccount:${service}@test" => ["onewrite"]
    }
    error_message = "A function has no right on the store, or more than one."
  }

  assert {
    condition     = length(setintersection(google_project_iam_custom_role.store_user.permissions, ["spanner.databases.updateDdl", "spanner.databases.drop"])) == 0
    error_message = "A function may change the schema."
  }

  assert {
    condition = toset([for grant in google_project_iam_member.builder : "${grant.role} ${grant.member}"]) == toset([
      "roles/artifactregistry.writer serviceAccount:builds-functions@test",
      "roles/logging.logWriter serviceAccount:builds-functions@test",
      "roles/storage.objectViewer serviceAccount:builds-functions@test",
    ])
    error_message = "An account other than the builder has a right on the whole project, or the builder has another one."
  }

  assert {
    condition = alltrue([
      for grant in concat(values(google_pubsub_topic_iam_member.dead_letter), values(google_pubsub_subscription_iam_member.dead_letter)) :
      grant.member == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
    ]) && keys(google_pubsub_subscription_iam_member.dead_letter) == ["project_interests", "project_profiles", "rebuild_views"]
    error_message = "Pub/Sub's agent can't move messages to the dead letter topic."
  }

  assert {
    condition     = alltrue([for log in google_project_iam_audit_config.spanner.audit_log_config : length(log.exempted_members) == length(local.functions) || log.log_type == "ADMIN_READ"])
    error_message = "Reads and writes by people are not recorded, or those of functions are."
  }
}

run "fine_grained_access_gives_each_function_the_database_role_of_its_own_name" {
  command = plan

  variables {
    fine_grained_access = true
  }

  assert {
    condition = toset([for grant in google_spanner_database_iam_member.function : grant.role]) == toset([
      "roles/spanner.databaseRoleUser", "roles/spanner.fineGrainedAccessUser",
    ])
    error_message = "A function may still read and write every table."
  }

  assert {
    condition = alltrue([
      for name, service in local.services : anytrue([
        for grant in google_spanner_database_iam_member.function : alltrue([
          for condition in grant.condition : endswith(condition.expression, "resource.name.endsWith(\"/${name}\")")
        ]) && length(grant.condition) == 1 if grant.member == "serviceAccount:${service}@test"
      ])
    ])
    error_message = "A function may act in another function's role."
  }

  assert {
    condition = alltrue([
      for name, function in google_cloudfunctions2_function.main : function.service_config[0].environment_variables.ONEWRITE_DATABASE_ROLE == name
    ])
    error_message = "A function is not told which role it acts in."
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

run "operators_may_use_rows_and_topics_and_nothing_else" {
  command = plan

  variables {
    operators = ["group:ops@example.com"]
  }

  assert {
    condition     = toset([for grant in google_pubsub_topic_iam_member.operator : "${grant.topic} ${grant.role} ${grant.member}"]) == toset(["events roles/pubsub.publisher group:ops@example.com", "rebuild_ranges roles/pubsub.publisher group:ops@example.com"])
    error_message = "Operators may publish elsewhere, or can't start a rebuild or a replay."
  }

  assert {
    condition     = [for grant in google_spanner_database_iam_member.operator : grant.member] == ["group:ops@example.com"]
    error_message = "Operators can't use the store."
  }
}
