# Two ways to keep a function from what is not its business. With `fine_grained_access` each one acts in the database
# role of its own name (schema/production), so that nobody can change or delete an event. Without it all of them may
# read and write every table, but none may change the schema: the predefined roles that can write would allow that too.
locals {
  database_roles = var.fine_grained_access ? {
    for pair in setproduct(keys(local.functions), ["roles/spanner.databaseRoleUser", "roles/spanner.fineGrainedAccessUser"]) :
    "${pair[0]}/${pair[1]}" => pair
    } : {
    for function in keys(local.functions) : "${function}/store_user" => [function, google_project_iam_custom_role.store_user.id]
  }

  access = { for function in keys(local.functions) : function => var.fine_grained_access ? { ONEWRITE_DATABASE_ROLE = function } : {} }
}

resource "google_project_iam_custom_role" "store_user" {
  role_id     = "onewriteStoreUser"
  title       = "Onewrite store user"
  description = "Reads and writes rows; no schema, no backups, no administration."

  permissions = [
    "spanner.databases.beginOrRollbackReadWriteTransaction",
    "spanner.databases.beginPartitionedDmlTransaction",
    "spanner.databases.beginReadOnlyTransaction",
    "spanner.databases.partitionQuery",
    "spanner.databases.partitionRead",
    "spanner.databases.read",
    "spanner.databases.select",
    "spanner.databases.write",
    "spanner.sessions.create",
    "spanner.sessions.delete",
    "spanner.sessions.get",
    "spanner.sessions.list",
  ]

  depends_on = [google_project_service.main]
}

resource "google_spanner_database_iam_member" "function" {
  for_each = local.database_roles

  instance = google_spanner_instance.main.name
  database = google_spanner_database.main.name
  role     = each.value[1]
  member   = google_service_account.function[each.value[0]].member

  dynamic "condition" {
    for_each = each.value[1] == "roles/spanner.databaseRoleUser" ? [each.value[0]] : []
    content {
      title      = "acts_as_${condition.value}"
      expression = "resource.type == \"spanner.googleapis.com/DatabaseRole\" && resource.name.endsWith(\"/${condition.value}\")"
    }
  }
}
