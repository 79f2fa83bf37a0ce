resource "google_storage_bucket" "bundles" {
  #checkov:skip=CKV_GCP_62:It holds code that is in the repository anyway; who changes it is in the admin log.
  name                        = "${var.project}-bundles"
  location                    = var.region
  public_access_prevention    = "enforced"
  uniform_bucket_level_access = true
  force_destroy               = true # Every bundle can be built again, byte for byte.

  versioning {
    enabled = true
  }

  depends_on = [google_project_service.main]
}

# Named by its content: a function is deployed again if its bundle changed, and only then.
resource "google_storage_bucket_object" "bundle" {
  for_each = local.functions

  bucket = google_storage_bucket.bundles.name
  name   = "${each.key}-${substr(filesha256("${var.bundles}/${each.key}.zip"), 0, 16)}.zip"
  source = "${var.bundles}/${each.key}.zip"
}
