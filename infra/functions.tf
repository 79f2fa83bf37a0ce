locals {
  # At most. A node has 1,000, and a walk over all streams has ten ranges for each.
  processing_units = var.spanner.autoscaling == null ? var.spanner.processing_units : var.spanner.autoscaling.max_processing_units

  sizes = { for name in keys(local.functions) : name => lookup(var.sizes, name, var.sizes["default"]) }

  settings = merge({
    ONEWRITE_DATABASE      = google_spanner_database.main.name
    ONEWRITE_DEAD_LETTERS  = one(local.topology.functions.operate_views.takes_from)
    ONEWRITE_DOMAIN        = var.domain
    ONEWRITE_EAGER_RELAY   = tostring(var.eager_relay)
    ONEWRITE_INSTANCE      = google_spanner_instance.main.name
    ONEWRITE_PROJECT       = var.project
    ONEWRITE_REBUILD_TOPIC = google_pubsub_topic.main["rebuild_ranges"].name
    ONEWRITE_SOURCE        = "//onewrite/${var.project}"
    ONEWRITE_SPLIT_POINTS  = tostring(var.split_points)
    ONEWRITE_TOPIC         = google_pubsub_topic.main["events"].name
    ONEWRITE_WALK_RANGES   = tostring(max(16, ceil(local.processing_units / 100)))
  }, local.traces)

  # What only operators are told, and who tells the function who they are.
  shown = {
    operate_views = merge(
      { ONEWRITE_OPERATORS_SEE_DATA = tostring(var.operators_see_data) },
      var.console == null ? {} : { ONEWRITE_IAP_PROJECT_NUMBER = tostring(data.google_project.main.number) },
    )
  }

  # From where a function can be reached at all. Neither a slip in IAM nor IAM switched off opens what isn't public.
  ingress = {
    for name, function in local.functions : name =>
    try(function.public, false) ? var.ingress : function.trigger == "http" ? local.operators_ingress : "ALLOW_INTERNAL_ONLY"
  }

  # The clients' own telemetry: it needs rights and background time that a function hasn't, and their spans quote SQL.
  telemetry = {
    LOG_EXECUTION_ID                = "true"
    SPANNER_DISABLE_BUILTIN_METRICS = "true"
    SPANNER_ENABLE_EXTENDED_TRACING = "false"
  }
}

resource "google_cloudfunctions2_function" "main" {
  for_each = local.functions

  name        = local.services[each.key]
  description = "functions/${each.key}"
  location    = var.region

  build_config {
    entry_point     = each.key
    runtime         = var.runtime
    service_account = google_service_account.builder.id

    source {
      storage_source {
        bucket = google_storage_bucket.bundles.name
        object = google_storage_bucket_object.bundle[each.key].name
      }
    }
  }

  service_config {
    available_cpu                    = local.sizes[each.key].cpu
    available_memory                 = local.sizes[each.key].memory
    ingress_settings                 = local.ingress[each.key]
    max_instance_count               = local.sizes[each.key].max_instances
    max_instance_request_concurrency = local.sizes[each.key].concurrency
    min_instance_count               = local.sizes[each.key].min_instances
    service_account_email            = google_service_account.function[each.key].email
    timeout_seconds                  = local.timeouts[each.key]

    environment_variables = merge(local.settings, local.telemetry, local.acts_as[each.key], local.known_callers[each.key], lookup(local.shown, each.key, {}), {
      # The framework's server has as many threads as it may get requests at a time.
      THREADS = tostring(local.sizes[each.key].concurrency)
    })
  }

  # Not before it may build, read the store and publish.
  depends_on = [
    google_project_iam_member.builder,
    google_pubsub_topic_iam_member.publisher,
    google_spanner_database_iam_member.user,
  ]
}
