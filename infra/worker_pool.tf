# An always-on reader beside the functions: the place of the change-stream relay, which a later release brings. Off
# unless an image is named; it is billed whether there are events or not.
resource "google_service_account" "reader" {
  count = var.reader_image == null ? 0 : 1

  account_id   = "reads-changes"
  display_name = "Runs the always-on reader"

  depends_on = [google_project_service.main]
}

resource "google_cloud_run_v2_worker_pool" "reader" {
  count = var.reader_image == null ? 0 : 1

  name                = "read-changes"
  location            = var.region
  launch_stage        = "BETA" # Where worker pools are a preview, the API asks for it.
  deletion_protection = false

  scaling {
    manual_instance_count = 1
  }

  template {
    service_account = google_service_account.reader[0].email

    containers {
      image = var.reader_image

      dynamic "env" {
        for_each = merge(local.settings, local.telemetry, local.acts_as["reader"])
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }

  depends_on = [google_pubsub_topic_iam_member.reader, google_spanner_database_iam_member.user]
}

resource "google_pubsub_topic_iam_member" "reader" {
  count = var.reader_image == null ? 0 : 1

  topic  = google_pubsub_topic.main["events"].name
  role   = "roles/pubsub.publisher"
  member = google_service_account.reader[0].member
}
