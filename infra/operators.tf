# People who look at the system and mend its views with `onewrite`, under their own names.
resource "google_spanner_database_iam_member" "operator" {
  for_each = var.operators

  instance = google_spanner_instance.main.name
  database = google_spanner_database.main.name
  role     = google_project_iam_custom_role.store_user.id
  member   = each.key
}

resource "google_pubsub_topic_iam_member" "operator" {
  for_each = { for pair in setproduct(["events", "rebuild_ranges"], var.operators) : join("/", pair) => pair }

  topic  = google_pubsub_topic.main[each.value[0]].name
  role   = "roles/pubsub.publisher"
  member = each.value[1]
}
