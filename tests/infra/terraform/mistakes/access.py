"""Mistakes about who may do what."""

from typing import Final

from tests.infra.terraform.mistakes.mistake import Mistake, Mistakes

ACCESS: Final[Mistakes] = {
    "access": (
        # A function open to everybody.
        Mistake(
            "variables_access.tf",
            right='marks as public."\n  type        = set(string)\n  default     = []',
            wrong='marks as public."\n  type        = set(string)\n  default     = ["answer_queries"]',
            said="Somebody else may call a function, or somebody who must can't.",
        ),
        # A right too many.
        Mistake(
            "topology.json",
            right='"schedule": "relay_outbox", "publishes": ["events"]',
            wrong='"schedule": "relay_outbox", "publishes": ["events", "rebuild_ranges"]',
            said="A function may publish where it has no business, or can't where it has.",
        ),
        # A function in another's role.
        Mistake(
            "database_access.tf",
            right='resource.name.endsWith(\\"/${condition.value}\\")',
            wrong='resource.name.endsWith(\\"s\\")',
            said="A function may act in another function's role.",
        ),
        # A builder that reads Terraform's memory.
        Mistake(
            "service_accounts.tf",
            right='each.key == "roles/storage.objectViewer" ? [local.built_from] : []',
            wrong="[]",
            said="Who builds may read other buckets, such as Terraform's memory.",
        ),
    ),
    "access_options": (
        # A function that owns the database.
        Mistake(
            "database_access.tf",
            right="storeUser = google_project_iam_custom_role.store_user.id",
            wrong='storeUser = "roles/spanner.databaseAdmin"',
            said="A function has no right on the store, or another one than to use rows.",
        ),
        # A role that may give rights.
        Mistake(
            "database_access.tf",
            right='"spanner.databases.write",',
            wrong='"spanner.databases.write", "spanner.databases.setIamPolicy",',
            said="Who may use rows may do something else too.",
        ),
        # An operator who writes everywhere.
        Mistake(
            "database_access.tf",
            right='operator => { acts_as = "operate_views"',
            wrong='operator => { acts_as = "accept_commands"',
            said="Operators may do to the store what operate_views may not, or less.",
        ),
        # A function that splits the store and has no business there.
        Mistake(
            "split_points.tf",
            right='given.acts_as == "operate_views"',
            wrong='given.acts_as != "accept_commands"',
            said="Somebody else may split the store, or somebody who begins rebuilds can't.",
        ),
    ),
    "access: tokens": (
        # A token of somebody else.
        Mistake(
            "iam.tf",
            right=" if pair[0] == name]))",
            wrong="]))",
            said="A function itself would let in somebody else than its trigger.",
        ),
    ),
}
