"""Mistakes about how events reach what needs them."""

from typing import Final

from tests.infra.terraform.mistakes.mistake import Mistake, Mistakes

DELIVERY: Final[Mistakes] = {
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
            right='"dead_letter": {"topic": "events_dead_letter", "max_delivery_attempts": 100}',
            wrong='"note": ""',
            said="A subscription other than the one for dead letters has no dead letter topic.",
        ),
    ),
    # A filter that Pub/Sub doesn't take.
    "subscriptions: filter": (
        Mistake(
            "topology.json",
            right='"categories": ["account"]',
            wrong=f'"categories": ["account", "{"c" * 200}"]',
            said="takes more than the 256 bytes of Pub/Sub: leave categories out of topology.json.",
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
    "delivery": (
        # A projection that is pushed to all the same.
        Mistake(
            "delivery.tf",
            right="can(function.projects) ? length(setintersection(function.projects, local.pushed)) > 0 :",
            wrong="can(function.projects) ? true :",
            said="A projection gets its events in another way than chosen, or a relay runs that was not.",
        ),
        # Every other minute without a reader.
        Mistake(
            "topology.json",
            right='"pull_profiles_odd": {"cron": "1-59/2 * * * *"',
            wrong='"pull_profiles_odd": {"cron": "*/2 * * * *"',
            said="Nobody follows the change stream for a part of the time.",
        ),
        # A function beside the worker that replaces it.
        Mistake(
            "delivery.tf",
            right='if contains(keys(var.workers), name) || (startswith(name, "pull_")',
            wrong='if (startswith(name, "pull_")',
            said="A function does what a worker already does, or one is gone that no worker replaces.",
        ),
        # A worker under another's account.
        Mistake(
            "worker_pool.tf",
            right="google_service_account.function[each.key].email",
            wrong="google_service_account.builder.email",
            said="A worker runs another image, as somebody else, or is told something else than the functions are.",
        ),
        # A projection that nobody pulls.
        Mistake(
            "delivery.tf",
            right='concat(["pull"], sort(local.pulled))',
            wrong='concat(["pull"], slice(sort(local.pulled), 0, 1))',
            said="The worker for all that pull leaves one out.",
        ),
    ),
    "delivery: rights": (
        # A worker that can't publish.
        Mistake(
            "iam.tf",
            right="for name in concat(keys(local.functions), keys(local.workers)) :",
            wrong="for name in keys(local.functions) :",
            said="The given key does not identify an element in this collection value.",
        ),
    ),
    "refusals": (
        # A projection delivered in a way that nobody serves.
        Mistake(
            "variables_delivery.tf",
            right='contains(["push", "pull", "both"], way)',
            wrong='contains(["push", "pull", "both", "pushed"], way)',
            said='run "a_way_of_delivery_that_does_not_exist_is_refused"... fail',
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
        # One schedule for all sweeps.
        Mistake(
            "topology.tf",
            right="range(2, var.sweeps + 1)",
            wrong="range(2, var.sweeps)",
            said="A sweep would wait for another, because one schedule never calls twice at a time.",
        ),
        # Sweeps that Cloud Run refuses.
        Mistake(
            "variables_delivery.tf",
            right="var.sweeps <= try(",
            wrong="var.sweeps >= try(",
            said='run "more_sweeps_than_instances_are_refused"... fail',
        ),
    ),
}
