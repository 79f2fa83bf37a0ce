mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "each_account_has_exactly_the_rights_that_it_needs" {
  command = plan

  assert {
    condition = { for place, grant in google_cloud_run_v2_service_iam_member.caller : place => "${grant.name} ${grant.role} ${grant.member}" } == {
      "project_clubs/push"       = "project-clubs roles/run.invoker serviceAccount:calls-by-push@test"
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
      project_clubs     = "calls-by-push@test"
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
    condition = { for place, grant in google_spanner_database_iam_member.user : place => "${grant.role} ${grant.member}" } == merge(
      { for name, service in local.services : "${name}/databaseRoleUser" => "roles/spanner.databaseRoleUser serviceAccount:${service}@test" },
      { for name, service in local.services : "${name}/fineGrainedAccessUser" => "roles/spanner.fineGrainedAccessUser serviceAccount:${service}@test" },
    )
    error_message = "A function has no right on the store, or another one than to act in a role."
  }

  assert {
    condition = {
      for place, grant in google_spanner_database_iam_member.user : place => grant.condition[0].expression if endswith(place, "/databaseRoleUser")
      } == {
      for name in keys(local.functions) :
      "${name}/databaseRoleUser" => "resource.type == \"spanner.googleapis.com/DatabaseRole\" && resource.name.endsWith(\"/${name}\")"
    }
    error_message = "A function may act in another function's role."
  }

  assert {
    condition = alltrue([
      for name, function in google_cloudfunctions2_function.main : function.service_config[0].environment_variables.ONEWRITE_DATABASE_ROLE == name
    ])
    error_message = "A function is not told which role it acts in."
  }

  assert {
    condition = { for name, account in merge(google_service_account.function, google_service_account.caller) : name => account.account_id } == merge(
      local.services, { push = "calls-by-push", schedule = "calls-by-schedule" }
    )
    error_message = "An account has another name, or is shared."
  }

  assert {
    condition = toset([for grant in google_project_iam_member.builder : "${grant.role} ${grant.member}"]) == toset([
      "roles/artifactregistry.writer serviceAccount:builds-functions@test",
      "roles/logging.logWriter serviceAccount:builds-functions@test",
      "roles/storage.objectViewer serviceAccount:builds-functions@test",
    ])
    error_message = "The builder has another right on the project."
  }

  assert {
    condition = google_project_iam_member.builder["roles/storage.objectViewer"].condition[*].expression == tolist([join(" || ", [
      "resource.name.startsWith(\"projects/_/buckets/onewrite-test-bundles\")",
      "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-123456789012-${var.region}\")",
    ])])
    error_message = "Who builds may read other buckets, such as Terraform's memory."
  }

  assert {
    condition = alltrue([
      for grant in concat(values(google_pubsub_topic_iam_member.dead_letter), values(google_pubsub_subscription_iam_member.dead_letter)) :
      grant.member == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
    ]) && keys(google_pubsub_subscription_iam_member.dead_letter) == ["project_clubs", "project_interests", "project_profiles", "rebuild_views"]
    error_message = "Pub/Sub's agent can't move messages to the dead letter topic."
  }

  assert {
    condition = google_project_iam_audit_config.spanner.service == "spanner.googleapis.com" && {
      for log in google_project_iam_audit_config.spanner.audit_log_config : log.log_type => length(log.exempted_members)
    } == { ADMIN_READ = 0, DATA_READ = length(local.functions), DATA_WRITE = length(local.functions) }
    error_message = "Reads and writes by people are not recorded, or those of functions are."
  }
}
