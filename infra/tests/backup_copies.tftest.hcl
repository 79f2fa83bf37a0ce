mock_provider "google" {
  source          = "./tests/google"
  override_during = plan
}

run "each_backup_is_copied_to_another_region" {
  command = plan

  variables {
    backup_copies_region = "europe-west4"
  }

  assert {
    condition = (
      google_spanner_instance.copies[0].config == "regional-europe-west4" &&
      google_spanner_instance.copies[0].edition == google_spanner_instance.main.edition &&
      google_spanner_instance.copies[0].processing_units == 100
    )
    error_message = "Copies are kept elsewhere than said, or in an instance that can't hold them."
  }

  assert {
    condition = (
      google_cloud_scheduler_job.copies[0].schedule == "30 * * * *" &&
      endswith(google_cloud_scheduler_job.copies[0].http_target[0].uri, "/workflows/copy-backups/executions") &&
      google_cloud_scheduler_job.copies[0].http_target[0].oauth_token[0].service_account_email == "copies-backups@test" &&
      google_workflows_workflow.copies[0].service_account == "copies-backups"
    )
    error_message = "Nobody starts the copies, or under another account."
  }

  assert {
    condition = (
      yamldecode(google_workflows_workflow.copies[0].source_contents).main.steps[4].copy.try.args.parent == "projects/${var.project}/instances/onewrite-copies" &&
      yamldecode(google_workflows_workflow.copies[0].source_contents).main.steps[0].list.args.parent == "projects/${var.project}/instances/onewrite" &&
      yamldecode(google_workflows_workflow.copies[0].source_contents).main.steps[4].copy.try.args.body.expireTime == "$${newest.expireTime}"
    )
    error_message = "Something else is copied, or to somewhere else, or for another time."
  }

  assert {
    condition     = !anytrue([for permission in google_project_iam_custom_role.copies[0].permissions : endswith(permission, ".delete") || endswith(permission, ".update")])
    error_message = "What copies backups may delete them."
  }
}

run "nothing_is_copied_unasked" {
  command = plan

  variables {
    backup_copies_region = null
  }

  assert {
    condition     = length(google_spanner_instance.copies) + length(google_workflows_workflow.copies) + length(google_cloud_scheduler_job.copies) + length(google_spanner_instance_iam_member.copies) == 0
    error_message = "Copies are made where nobody asked for them."
  }
}
