"""Mistakes about what is deployed, kept and watched, and with which arguments."""

from typing import Final

from tests.infra.terraform.mistakes.mistake import Mistake, Mistakes

DEPLOYMENT: Final[Mistakes] = {
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
    "functions": (
        # An inner function on the internet.
        Mistake(
            "functions.tf",
            right='function.trigger == "http" ? local.operators_ingress',
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
    "store": (
        # An unprotected database.
        Mistake(
            "schema.tf",
            right="enable_drop_protection   = var.deletion_protection",
            wrong="enable_drop_protection   = false",
            said="The database can be dropped where it must not be.",
        ),
    ),
    "backup_copies": (
        # A copy that is gone before what it copies.
        Mistake(
            "backup_copies.tf",
            right='expireTime = "$${newest.expireTime}"',
            wrong='expireTime = "$${newest.createTime}"',
            said="Something else is copied, or to somewhere else, or for another time.",
        ),
        # Copies that their own copier may delete.
        Mistake(
            "backup_copies.tf",
            right='"spanner.backups.list",',
            wrong='"spanner.backups.delete",',
            said="What copies backups may delete them.",
        ),
    ),
    "options": (
        # Errors of pushes are left out of the log.
        Mistake("logs.tf", right='"httpRequest.status<400",', wrong="", said="or others are left out."),
    ),
    "traces": (
        # Functions that say that they trace, and decide each for itself which requests.
        Mistake(
            "traces.tf",
            right="tostring(var.trace_ratio)",
            wrong='"1"',
            said="A function would leave a gap in every trace, or decides otherwise than the others.",
        ),
        # The right to read traces, which is not the one to write them.
        Mistake(
            "traces.tf",
            right="roles/telemetry.tracesWriter",
            wrong="roles/cloudtrace.user",
            said="A function can't write its spans, or somebody else can.",
        ),
        # An API that nobody enables.
        Mistake(
            "apis.tf",
            right='var.trace_ratio == 0 ? [] : ["telemetry"]',
            wrong="[]",
            said="Nothing takes the spans.",
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
        # A worker that nobody misses.
        Mistake(
            "alerts_changes.tf",
            right='worker_pool_name=\\"${local.pools[name]}\\"',
            wrong='worker_pool_name=\\"another\\"',
            said="A reader can be silent without anybody being called.",
        ),
        # A worker that nobody hears.
        Mistake(
            "metrics.tf",
            right='local.our_pools == "" ? "" :',
            wrong='local.our_pools != "" ? "" :',
            said="What a worker says is not heard.",
        ),
        # A worker that parks streams in silence.
        Mistake(
            "alerts_changes.tf",
            right="length(local.workers) > 0 ? [local.on_pool] : [])\n  following",
            wrong="[])\n  following",
            said="A worker can halt a projection or park a stream without anybody being called.",
        ),
        # A metric that adds all projections up.
        Mistake(
            "metrics.tf",
            right="for_each = toset(try(each.value.labels, []))",
            wrong="for_each = toset([])",
            said="doesn't keep its value or its labels, or counts other services too.",
        ),
        # A dashboard of trouble only.
        Mistake(
            "dashboard.tf",
            right="for name, measure in local.charts :",
            wrong="for name, measure in {} :",
            said="The dashboard doesn't show every chart, and every alert with its line.",
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
