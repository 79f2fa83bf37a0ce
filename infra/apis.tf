resource "google_project_service" "main" {
  for_each = toset(concat([
    "artifactregistry",
    "cloudbuild",
    "cloudfunctions",
    "cloudscheduler",
    "iam",
    "logging",
    "monitoring",
    "pubsub",
    "run",
    "spanner",
    "storage",
  ], var.bigquery ? ["bigquery"] : [], var.console == null ? [] : ["compute", "iap"], var.trace_ratio == 0 ? [] : ["telemetry"], var.backup_copies_region == null ? [] : ["workflowexecutions", "workflows"]))

  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}
