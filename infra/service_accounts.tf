resource "google_service_account" "function" {
  for_each = merge(local.services, local.pools)

  account_id   = each.value
  display_name = "Runs ${each.key}"

  depends_on = [google_project_service.main]
}

# Who knocks at the functions that nobody calls by hand.
resource "google_service_account" "caller" {
  for_each = toset(["push", "schedule"])

  account_id   = "calls-by-${each.key}"
  display_name = "Calls the functions with trigger ${each.key}"

  depends_on = [google_project_service.main]
}

# Builds the images, instead of the default account that may do far more.
resource "google_service_account" "builder" {
  account_id   = "builds-functions"
  display_name = "Builds the functions"

  depends_on = [google_project_service.main]
}

resource "google_project_iam_member" "builder" {
  for_each = toset(["roles/artifactregistry.writer", "roles/logging.logWriter", "roles/storage.objectViewer"])

  project = var.project
  role    = each.key
  member  = google_service_account.builder.member

  dynamic "condition" {
    for_each = each.key == "roles/storage.objectViewer" ? [local.built_from] : []
    content {
      title      = "reads_sources_only"
      expression = join(" || ", [for bucket in condition.value : "resource.name.startsWith(\"projects/_/buckets/${bucket}\")"])
    }
  }
}

locals {
  # Ours, and the one to which Google copies a bundle before it is built. Never the bucket of Terraform's state.
  built_from = [google_storage_bucket.bundles.name, "gcf-v2-sources-${data.google_project.main.number}-${var.region}"]

  pubsub_agent = "serviceAccount:service-${data.google_project.main.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}
