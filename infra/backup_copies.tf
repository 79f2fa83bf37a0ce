# Backups live with their instance. An instance in another region keeps a copy of each: the smallest that there is, as it
# has nothing else to do until a copy is restored in it. An hourly workflow copies the newest backup, if it isn't there yet.
locals {
  copied = var.backup_copies_region[*] # One region, or none.

  copy_newest = {
    main = {
      steps = [
        { list = {
          call   = "googleapis.spanner.v1.projects.instances.backups.list"
          args   = { parent = "projects/${var.project}/instances/onewrite", filter = "state:READY", pageSize = 1 } # The newest comes first.
          result = "found"
        } },
        { stop_if_there_is_none_yet = { switch = [{ condition = "$${not(\"backups\" in found)}", return = "no backup yet" }] } },
        { look_at_it = { assign = [
          { newest = "$${found.backups[0]}" },
          { name = "$${text.split(newest.name, \"/\")[5]}" },
          { hours = "$${(sys.now() - time.parse(newest.createTime)) / 3600}" },
        ] } },
        { fail_if_it_is_old = { switch = [{ condition = "$${hours > 48}", raise = "$${\"the newest backup is \" + string(hours) + \" hours old\"}" }] } },
        { copy = {
          try = {
            call = "googleapis.spanner.v1.projects.instances.backups.copy"
            args = {
              parent           = "projects/${var.project}/instances/onewrite-copies"
              body             = { backupId = "$${name}", sourceBackup = "$${newest.name}", expireTime = "$${newest.expireTime}" }
              connector_params = { timeout = 86400 }
            }
          }
          except = {
            as    = "error"
            steps = [{ copied_before = { switch = [{ condition = "$${error.code == 409}", return = "copied before" }] } }, { fail = { raise = "$${error}" } }]
          }
        } },
        { end = { return = "$${name}" } },
      ]
    }
  }

  # For three hours nothing has ended well: every hour something does, if only by finding that the copy is there.
  alerts_of_copies = length(local.copied) == 0 ? {} : {
    backups_not_copied = {
      says    = "No run that copies backups to the other region has ended well for six hours"
      measure = "(sum(increase(workflows_googleapis_com:finished_execution_count{status=\"SUCCEEDED\"}[3h])) or vector(0)) < bool 0.5"
      above   = 0, for = "10800s", severity = "ERROR"
    }
  }
}

resource "google_spanner_instance" "copies" {
  count = length(local.copied)

  name                         = "onewrite-copies"
  display_name                 = "Onewrite ${var.environment}: copies of backups"
  config                       = "regional-${local.copied[count.index]}"
  edition                      = var.spanner.edition
  processing_units             = 100
  default_backup_schedule_type = "NONE"
  force_destroy                = !var.deletion_protection

  depends_on = [google_project_service.main]
}

resource "google_service_account" "copies" {
  count = length(local.copied)

  account_id   = "copies-backups"
  display_name = "Copies backups to the other region"

  depends_on = [google_project_service.main]
}

resource "google_project_iam_custom_role" "copies" {
  count = length(local.copied)

  role_id     = "onewriteBackupCopier"
  title       = "Onewrite backup copier"
  description = "Copies backups; deletes none, restores none, reads no rows."

  permissions = [
    "spanner.backupOperations.get",
    "spanner.backups.copy",
    "spanner.backups.create",
    "spanner.backups.get",
    "spanner.backups.list",
  ]

  depends_on = [google_project_service.main]
}

resource "google_spanner_instance_iam_member" "copies" {
  for_each = length(local.copied) == 0 ? {} : { from = google_spanner_instance.main.name, to = google_spanner_instance.copies[0].name }

  instance = each.value
  role     = google_project_iam_custom_role.copies[0].id
  member   = google_service_account.copies[0].member
}

resource "google_workflows_workflow" "copies" {
  count = length(local.copied)

  name            = "copy-backups"
  description     = "Copies the newest backup to the other region"
  region          = var.region
  service_account = google_service_account.copies[0].id
  source_contents = yamlencode(local.copy_newest)

  depends_on = [google_spanner_instance_iam_member.copies]
}

# The account starts its own workflow; there is no right on one workflow alone.
resource "google_project_iam_member" "copies" {
  count = length(local.copied)

  project = var.project
  role    = "roles/workflows.invoker"
  member  = google_service_account.copies[0].member
}

resource "google_cloud_scheduler_job" "copies" {
  count = length(local.copied)

  name        = "copy-backups"
  description = "Starts copy-backups"
  region      = var.region
  schedule    = "30 * * * *"
  time_zone   = "Etc/UTC"

  http_target {
    http_method = "POST"
    uri         = "https://workflowexecutions.googleapis.com/v1/projects/${var.project}/locations/${var.region}/workflows/${google_workflows_workflow.copies[0].name}/executions"

    oauth_token {
      service_account_email = google_service_account.copies[0].email
    }
  }

  depends_on = [google_project_iam_member.copies]
}
