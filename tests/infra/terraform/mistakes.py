"""Mistakes made on purpose, and what must be said of each.

Those that one check must notice are made together, in one copy of infra/: it has to name every one of them.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple


class Mistake(NamedTuple):
    """In a file, what is right replaced by what is wrong."""

    file: str
    right: str
    wrong: str
    said: str


#: By the check: `validate`, or the tests of that name, and what of it. An error, more than a failed assertion, ends a
#: check: what leads to one is a part of its own.
MISTAKES: Final[Mapping[str, Sequence[Mistake]]] = {
    "validate: arguments": (
        # A misspelt argument.
        Mistake(
            "pubsub.tf",
            right="max_delivery_attempts =",
            wrong="max_delivery_attempst =",
            said='An argument named "max_delivery_attempst" is not expected here.',
        ),
    ),
    "validate: references": (
        # A reference to nothing.
        Mistake(
            "functions.tf",
            right="google_service_account.builder.id",
            wrong="google_service_account.bilder.id",
            said='managed resource "google_service_account" "bilder" has not been declared',
        ),
    ),
    "subscriptions": (
        # A subscription that expires.
        Mistake(
            "pubsub.tf",
            right='ttl = ""',
            wrong='ttl = "86400s"',
            said="A subscription expires when it is quiet for long.",
        ),
        # A subscription without dead letters.
        Mistake(
            "topology.json",
            right='"dead_letter": {"topic": "events_dead_letter", "max_delivery_attempts": 50}',
            wrong='"note": ""',
            said="A subscription other than the one for dead letters has no dead letter topic.",
        ),
    ),
    "subscriptions: agent": (
        # No right to publish dead letters.
        Mistake(
            "iam.tf",
            right="toset([for subscription in local.subscriptions : subscription.dead_letter.topic "
            "if can(subscription.dead_letter)])",
            wrong="toset([])",
            said="Pub/Sub may not move a message to its dead letter topic.",
        ),
        # No right to sign tokens.
        Mistake(
            "iam.tf",
            right='"roles/iam.serviceAccountOpenIdTokenCreator"',
            wrong='"roles/iam.serviceAccountUser"',
            said="Pub/Sub may not sign the tokens with which messages are pushed.",
        ),
    ),
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
    "functions": (
        # An inner function on the internet.
        Mistake(
            "functions.tf",
            right='function.trigger == "http" ? var.inner_ingress',
            wrong='function.trigger == "http" ? var.ingress',
            said="A function that isn't public can be reached from the internet.",
        ),
        # More instances than a new project gets.
        Mistake(
            "environments/prod.tfvars",
            right="max_instances = 20, min_instances = 1",
            wrong="max_instances = 100, min_instances = 1",
            said="Cloud Run refuses a function whose instances need more than a new project's quota.",
        ),
        # A shared account.
        Mistake(
            "functions.tf",
            right="google_service_account.function[each.key].email",
            wrong="google_service_account.builder.email",
            said="A function runs another's code or under another's account.",
        ),
    ),
    "settings": (
        # Events that nobody listens for.
        Mistake(
            "functions.tf",
            right='ONEWRITE_TOPIC         = google_pubsub_topic.main["events"].name',
            wrong='ONEWRITE_TOPIC         = google_pubsub_topic.main["rebuild_ranges"].name',
            said="A function looks for the store or a topic elsewhere, or serves something else.",
        ),
    ),
    "sizes": (
        # A walk that is stopped after a minute.
        Mistake(
            "functions.tf",
            right="local.timeouts[each.key]",
            wrong="60",
            said="A function works on after its caller has given up, or is stopped before.",
        ),
    ),
    "schedules": (
        # A call that no function takes.
        Mistake(
            "scheduler.tf",
            right='http_method = "POST"',
            wrong='http_method = "GET"',
            said="A schedule calls the wrong function, in the wrong way, or without an identity.",
        ),
    ),
    "store": (
        # An unprotected database.
        Mistake(
            "schema.tf",
            right="enable_drop_protection   = var.deletion_protection",
            wrong="enable_drop_protection   = false",
            said="The database can be dropped where it must not be.",
        ),
    ),
    "alerts": (
        # An alert that reaches nobody.
        Mistake(
            "alert_policies.tf",
            right="local.channels\n\n  conditions",
            wrong="[]\n\n  conditions",
            said="An alert reaches nobody, or doesn't say what to do.",
        ),
        # An alert that calls after days.
        Mistake(
            "alerts.tf",
            right='above   = 300, for = "0s", severity = "CRITICAL"',
            wrong='above   = 300000, for = "0s", severity = "CRITICAL"',
            said="An alert is missing, is not expected here, or calls at another line than agreed.",
        ),
        # A way in that nobody is told of.
        Mistake(
            "audit.tf",
            right='"protoPayload.request.service.invokerIamDisabled=true",',
            wrong="",
            said="There is a way to open something to everybody that nobody is told of.",
        ),
    ),
}
