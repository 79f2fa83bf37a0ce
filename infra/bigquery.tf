# The history for analysts, as one more consumer of the topic; off by default.
resource "google_bigquery_dataset" "main" {
  count = var.bigquery ? 1 : 0

  dataset_id  = "onewrite"
  description = "Events as they were published, at least once each: take one row for each ce-id."
  location    = var.region

  depends_on = [google_project_service.main]
}

resource "google_bigquery_table" "events" {
  count = var.bigquery ? 1 : 0

  dataset_id          = google_bigquery_dataset.main[0].dataset_id
  table_id            = "events"
  deletion_protection = var.deletion_protection
  clustering          = ["subscription_name"]

  time_partitioning {
    type  = "DAY"
    field = "publish_time"
  }

  # What a subscription with write_metadata writes.
  schema = jsonencode([
    { name = "subscription_name", type = "STRING" },
    { name = "message_id", type = "STRING" },
    { name = "publish_time", type = "TIMESTAMP" },
    { name = "attributes", type = "JSON" },
    { name = "data", type = "JSON" },
  ])
}

resource "google_bigquery_table_iam_member" "pubsub" {
  for_each = var.bigquery ? toset(["roles/bigquery.dataEditor", "roles/bigquery.metadataViewer"]) : []

  dataset_id = google_bigquery_table.events[0].dataset_id
  table_id   = google_bigquery_table.events[0].table_id
  role       = each.key
  member     = local.pubsub_agent
}

resource "google_pubsub_subscription" "bigquery" {
  count = var.bigquery ? 1 : 0

  name  = "events_to_bigquery"
  topic = google_pubsub_topic.main["events"].id

  bigquery_config {
    table          = "${var.project}.${google_bigquery_table.events[0].dataset_id}.${google_bigquery_table.events[0].table_id}"
    write_metadata = true
  }

  expiration_policy {
    ttl = ""
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.main["events_dead_letter"].id
    max_delivery_attempts = 100
  }

  depends_on = [google_bigquery_table_iam_member.pubsub]
}

resource "google_pubsub_subscription_iam_member" "bigquery_dead_letter" {
  count = var.bigquery ? 1 : 0

  subscription = google_pubsub_subscription.bigquery[0].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
