# A statement that was once applied is never edited: the next one is appended, in a file with the next number. The
# numbers of both folders form one sequence. Comments and layout may change, they are left out of what is compared.
locals {
  schema_files = { for path in fileset("${path.module}/schema", "**/*.sql") : basename(path) => path }

  statements = flatten([
    for name in sort(keys(local.schema_files)) : [
      for statement in split(";", replace(file("${path.module}/schema/${local.schema_files[name]}"), "/--[^\n]*/", "")) :
      trimspace(replace(statement, "/\\s+/", " ")) if trimspace(statement) != ""
    ]
  ])
}

resource "google_spanner_database" "main" {
  #checkov:skip=CKV_GCP_93:Encrypted with Google's keys; a key of your own is your organisation's choice, see security.md.
  name                     = "onewrite"
  instance                 = google_spanner_instance.main.name
  ddl                      = local.statements
  version_retention_period = var.spanner.version_retention
  deletion_protection      = var.deletion_protection
  enable_drop_protection   = var.deletion_protection

  # An edited statement would make the provider replace the database, and lose the events: refuse such a plan.
  lifecycle {
    prevent_destroy = true
  }

  # An index on a large table is filled for hours. Terraform gives up after twenty minutes by default, and Spanner goes on.
  timeouts {
    create = "60m"
    update = "24h"
  }
}
