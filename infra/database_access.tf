# Two ways to keep everybody from what is not their business. With `fine_grained_access` they act in a database role
# (schema/production), so that nobody can change or delete an event. Without it all of them may read and write every
# table, but none may change the schema: the predefined roles that can write would allow that too.
locals {
  # A function or worker acts in the role of its own name, operators in that of the function that does the same over HTTP.
  store_users = merge(
    { for function, account in google_service_account.function : function => { acts_as = function, member = account.member } },
    { for operator in var.operators : operator => { acts_as = "operate_views", member = operator } },
  )

  store_roles = tomap(var.fine_grained_access ? {
    databaseRoleUser      = "roles/spanner.databaseRoleUser"
    fineGrainedAccessUser = "roles/spanner.fineGrainedAccessUser"
    } : {
    storeUser = google_project_iam_custom_role.store_user.id
  })

  # Told to those processes, so that they ask for that role.
  acts_as = { for user, given in local.store_users : user => var.fine_grained_access ? { ONEWRITE_DATABASE_ROLE = given.acts_as } : {} }
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

resource "google_spanner_database_iam_member" "user" {
  for_each = { for pair in setproduct(keys(local.store_users), keys(local.store_roles)) : join("/", pair) => pair }

  instance = google_spanner_instance.main.name
  database = google_spanner_database.main.name
  role     = local.store_roles[each.value[1]]
  member   = local.store_users[each.value[0]].member

  dynamic "condition" {
    for_each = each.value[1] == "databaseRoleUser" ? [local.store_users[each.value[0]].acts_as] : []
    content {
      title      = "acts_as_${condition.value}"
      expression = "resource.type == \"spanner.googleapis.com/DatabaseRole\" && resource.name.endsWith(\"/${condition.value}\")"
    }
  }
}
