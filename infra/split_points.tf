# Who begins rebuilds may have Spanner split what they are about to write: operate_views, and operators.
locals {
  splitters = var.split_points ? { for user, given in local.store_users : user => given.member if given.acts_as == "operate_views" } : {}
}

resource "google_project_iam_custom_role" "splitter" {
  count = var.split_points ? 1 : 0

  role_id     = "onewriteSplitter"
  title       = "Onewrite splitter"
  description = "Adds split points to a database."
  permissions = ["spanner.databases.addSplitPoints"]

  depends_on = [google_project_service.main]
}

resource "google_spanner_database_iam_member" "splitter" {
  for_each = local.splitters

  instance = google_spanner_instance.main.name
  database = google_spanner_database.main.name
  role     = google_project_iam_custom_role.splitter[0].id
  member   = each.value
}
