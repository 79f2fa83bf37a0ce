# Always-on readers of the change stream, each in place of the function of its name: off by default, as they are billed
# whether there are events or not.
resource "google_cloud_run_v2_worker_pool" "main" {
  for_each = local.workers

  name                = local.pools[each.key]
  location            = var.region
  launch_stage        = "BETA" # Where worker pools are a preview, the API asks for it.
  deletion_protection = false

  scaling {
    manual_instance_count = each.value.instances
  }

  template {
    service_account = google_service_account.function[each.key].email

    containers {
      image = var.worker_image

      # The launcher of every image that is made by buildpacks: it finds Python, and leaves it the signals.
      command = ["/cnb/lifecycle/launcher"]
      args    = concat(["--", "python", "-m", "onewrite.bootstrap.worker"], each.value.words)

      dynamic "env" {
        for_each = merge(local.settings, local.telemetry, local.acts_as[each.key])
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }

  depends_on = [google_pubsub_topic_iam_member.publisher, google_spanner_database_iam_member.user]
}
