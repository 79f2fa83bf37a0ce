# People who are called at night: they look at the system and mend its views with `onewrite`, under their own names.
# Their rights on the store are in database_access.tf; these are for the other commands of runbook.md, and no more.
locals {
  operator_roles = {
    logs       = "roles/logging.viewer"
    measures   = "roles/monitoring.viewer"
    operations = google_project_iam_custom_role.operator.id
  }
}

resource "google_project_iam_custom_role" "operator" {
  role_id     = "onewriteOperator"
  title       = "Onewrite operator"
  description = "Runs, pauses and resumes schedules; sees how a function is set up."

  permissions = [
    "cloudscheduler.jobs.enable",
    "cloudscheduler.jobs.get",
    "cloudscheduler.jobs.pause",
    "cloudscheduler.jobs.run",
    "run.services.get",
    "serviceusage.services.use", # A person's own credentials are charged to the project.
  ]

  depends_on = [google_project_service.main]
}

resource "google_project_iam_member" "operator" {
  for_each = { for pair in setproduct(keys(local.operator_roles), var.operators) : join("/", pair) => pair }

  project = var.project
  role    = local.operator_roles[each.value[0]]
  member  = each.value[1]
}

resource "google_pubsub_topic_iam_member" "operator" {
  for_each = { for pair in setproduct(local.functions["operate_views"].publishes, var.operators) : join("/", pair) => pair }

  topic  = google_pubsub_topic.main[each.value[0]].name
  role   = "roles/pubsub.publisher"
  member = each.value[1]
}

resource "google_pubsub_subscription_iam_member" "operator" {
  for_each = { for pair in setproduct(local.functions["operate_views"].takes_from, var.operators) : join("/", pair) => pair }

  subscription = google_pubsub_subscription.main[each.value[0]].name
  role         = "roles/pubsub.subscriber"
  member       = each.value[1]
}
