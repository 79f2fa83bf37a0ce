"""One definition: the tree of functions, the topology, Terraform and the table of functions name the same things."""

import json
import re
from typing import Any

import pytest

from infra.bundle import function_names
from onewrite.settings import Settings
from tests.infra.terraform.plans import ENVIRONMENTS, ROOT, Plan

TOPOLOGY = json.loads((ROOT / "infra" / "topology.json").read_text())
SUBSCRIPTIONS = TOPOLOGY["subscriptions"]


def test_every_function_has_a_trigger_and_every_trigger_a_function() -> None:
    assert function_names() == sorted(TOPOLOGY["functions"])


def test_the_table_of_functions_says_what_triggers_each() -> None:
    table = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (ROOT / "functions" / "README.md").read_text(), re.MULTILINE)
    assert dict(table) == {name: trigger_in_words(function) for name, function in TOPOLOGY["functions"].items()}


def test_the_table_of_functions_says_who_publishes() -> None:
    table = (ROOT / "functions" / "README.md").read_text()
    said = {name for name, rest in re.findall(r"^\| `(\w+)` \|(.*)", table, re.MULTILINE) if "publishes" in rest}
    assert said == {name for name, function in TOPOLOGY["functions"].items() if "publishes" in function}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_terraform_deploys_them_all(planned: dict[str, Plan], environment: str) -> None:
    addresses = "\n".join(planned[environment])
    deployed = re.findall(r'google_cloudfunctions2_function\.main\["(\w+)"\]', addresses)
    assert sorted(deployed) == sorted(TOPOLOGY["functions"])


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize(
    ("resource", "kind"),
    [("pubsub_topic", "topics"), ("pubsub_subscription", "subscriptions"), ("cloud_scheduler_job", "schedules")],
)
def test_terraform_makes_what_the_local_run_makes(
    planned: dict[str, Plan], environment: str, resource: str, kind: str
) -> None:
    addresses = "\n".join(planned[environment])
    assert sorted(re.findall(rf'google_{resource}\.main\["(\w+)"\]', addresses)) == sorted(TOPOLOGY[kind])


def trigger_in_words(function: dict[str, Any]) -> str:
    match function["trigger"]:
        case "http":
            return "HTTP" if function["public"] else "HTTP, operators only"
        case "push":
            return "Pub/Sub push"
        case "schedule":
            minute = TOPOLOGY["schedules"][function["schedule"]]["cron"].removesuffix(" * * * *")
            return (
                "Scheduler, every minute" if minute == "*" else f"Scheduler, every {minute.removeprefix('*/')} minutes"
            )
        case other:
            raise AssertionError(f"not understood: {other}")


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
def test_a_subscription_tries_again_and_gives_up_in_sight(name: str) -> None:
    subscription = SUBSCRIPTIONS[name]
    retry = subscription["retry"]
    assert 0 <= retry["minimum_backoff_seconds"] <= retry["maximum_backoff_seconds"] <= 600
    assert 10 <= subscription["ack_deadline_seconds"] <= 600
    if name != "events_dead_letter":
        dead_letter = subscription["dead_letter"]
        assert 5 <= dead_letter["max_delivery_attempts"] <= 100
        assert dead_letter["topic"] in {waiting["topic"] for waiting in SUBSCRIPTIONS.values()}


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
def test_a_filter_is_short_enough(name: str) -> None:
    assert len(f'attributes.category = "{SUBSCRIPTIONS[name].get("category", "")}"'.encode()) <= 256


def test_a_message_is_given_up_only_after_its_stream_would_be_parked() -> None:
    """Parking is the ordinary end of a failure; the dead letter topic is for what never even got that far."""
    fields = Settings.model_fields
    until_parked = fields["park_after_attempts"].default * fields["attempt_interval_seconds"].default
    for subscription in SUBSCRIPTIONS.values():
        if "dead_letter" in subscription:
            backoff, longest = (subscription["retry"][f"{kind}_backoff_seconds"] for kind in ("minimum", "maximum"))
            waits = (
                min(backoff * 2**attempt, longest)
                for attempt in range(subscription["dead_letter"]["max_delivery_attempts"])
            )
            assert sum(waits) > until_parked
