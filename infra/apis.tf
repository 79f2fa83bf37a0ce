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
  ], var.bigquery ? ["bigquery"] : []))

  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}
