# What the code says about itself, as numbers: metrics.json defines them, metrics.md tells of each. In the cloud they are
# made of log lines: lines are counted, where there is an `only` those that match it, and where there is a `field` its
# values are added up too. tests/infra/alerts/test_metrics.py compares all of it with lines that the code writes.
locals {
  metrics = jsondecode(file("${path.module}/metrics.json"))

  our_services = join(" OR ", [for service in values(local.services) : "\"${service}\""])
  our_pools    = join(" OR ", [for pool in values(local.pools) : "\"${pool}\""])

  # Lines of our functions and workers.
  ours = join(" OR ", compact([
    "(resource.type=\"cloud_run_revision\" resource.labels.service_name=(${local.our_services}))",
    local.our_pools == "" ? "" : "(resource.type=\"cloud_run_worker_pool\" resource.labels.worker_pool_name=(${local.our_pools}))",
  ]))
}

resource "google_logging_metric" "main" {
  for_each = local.metrics

  name        = each.key
  description = each.value.meaning
  filter = join(" ", concat(
    ["(${local.ours})", "jsonPayload.action=(${join(" OR ", [for action in each.value.actions : "\"${action}\""])})"],
    [for field, value in try(each.value.only, {}) : "jsonPayload.${field}=${jsonencode(value)}"],
  ))
  value_extractor  = can(each.value.field) ? "EXTRACT(jsonPayload.${each.value.field})" : null
  label_extractors = { for label in try(each.value.labels, []) : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = can(each.value.field) ? "DISTRIBUTION" : "INT64"

    dynamic "labels" {
      for_each = toset(try(each.value.labels, []))

      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  depends_on = [google_project_service.main]
}
