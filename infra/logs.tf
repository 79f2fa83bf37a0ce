# Cloud Run writes a line for each call, which costs more than the call, and most calls are pushes. Those that succeeded
# are left out of the log; metrics count them all the same. Whoever isn't the bus is refused, and such lines stay.
resource "google_logging_project_exclusion" "pushes" {
  count = var.log_pushes || length(local.by_trigger["push"]) == 0 ? 0 : 1

  name        = "onewrite-pushes"
  description = "Cloud Run's own lines of pushes that succeeded"
  filter = join(" ", [
    "log_id(\"run.googleapis.com/requests\")",
    "resource.type=\"cloud_run_revision\"",
    "resource.labels.service_name=(${join(" OR ", [for name in local.by_trigger["push"] : "\"${local.services[name]}\""])})",
    "httpRequest.status<400",
  ])

  depends_on = [google_project_service.main]
}
