"""One definition: the tree of functions, the topology, Terraform and the table of functions name the same things."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from emulators.settings.delivery import Delivery
from emulators.settings.relays import unserved
from infra.bundle import function_names
from onewrite.checks.topology import Topology
from onewrite.settings import Settings
from tests.infra.terraform.plans import ENVIRONMENTS, ROOT, Plan, Terraform

TOPOLOGY = json.loads((ROOT / "infra" / "topology.json").read_text())
SUBSCRIPTIONS = TOPOLOGY["subscriptions"]
#: By kind of resource: the part of the topology that it is made from.
KINDS = {
    "cloudfunctions2_function": "functions",
    "cloud_scheduler_job": "schedules",
    "pubsub_subscription": "subscriptions",
    "pubsub_topic": "topics",
}
#: What the plan with options runs as workers.
WORKERS = {"pull_interests"}
#: Two schedules, because Cloud Scheduler never runs two calls of one of them at once.
EVEN_AND_ODD = {"*/2", "1-59/2"}
HOUR = 3600


def test_every_function_has_a_trigger_and_every_trigger_a_function() -> None:
    assert function_names() == sorted(TOPOLOGY["functions"])


def test_the_table_of_functions_says_what_triggers_each() -> None:
    table = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (ROOT / "functions" / "README.md").read_text(), re.MULTILINE)
    assert dict(table) == {name: trigger_in_words(function) for name, function in TOPOLOGY["functions"].items()}


def test_the_table_of_functions_says_who_publishes() -> None:
    table = (ROOT / "functions" / "README.md").read_text()
    said = {name for name, rest in re.findall(r"^\| `(\w+)` \|(.*)", table, re.MULTILINE) if "publishes" in rest}
    assert said == {name for name, function in TOPOLOGY["functions"].items() if "publishes" in function}


def test_terraform_deploys_them_all_as_functions_or_as_workers(planned_with_options: Plan) -> None:
    assert made(planned_with_options, "cloud_run_v2_worker_pool") == WORKERS
    assert made(planned_with_options, "cloudfunctions2_function") == TOPOLOGY["functions"].keys() - WORKERS


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_terraform_makes_what_the_local_run_makes_by_default(planned: dict[str, Plan], environment: str) -> None:
    local = Delivery.read("push", Topology.read()).of(Topology.read()).without(unserved(("eager", "scheduled")))
    assert {kind: made(planned[environment], kind) for kind in KINDS} == {
        kind: getattr(local, named).keys() for kind, named in KINDS.items()
    }


def test_terraform_makes_what_the_local_run_makes_where_everything_is_chosen(planned_with_options: Plan) -> None:
    local = Delivery.read("both", Topology.read()).of(Topology.read()).without(WORKERS)
    assert {kind: made(planned_with_options, kind) for kind in KINDS} == {
        kind: getattr(local, named).keys() for kind, named in KINDS.items()
    }


@pytest.mark.parametrize("chosen", ["interests=pull", "profiles=pull,interests=pull"])
def test_terraform_makes_a_function_of_several_projections_as_long_as_one_of_them_is_pushed_to(
    terraform: Terraform, tmp_path: Path, chosen: str
) -> None:
    of_interests = (
        '    "project_interests": {"trigger": "push", "subscription": "project_interests", "projects": ["interests"]},'
    )
    several = terraform.edited(
        tmp_path / "several",
        ("topology.json", '"projects": ["profiles"]', '"projects": ["profiles", "interests"]'),
        ("topology.json", of_interests, ""),
    )
    ways = dict(word.split("=") for word in chosen.split(","))
    plan = several.plan("prod", f"-var=delivery={json.dumps(ways)}")
    topology = {**TOPOLOGY, "functions": {**TOPOLOGY["functions"]}, "subscriptions": {**SUBSCRIPTIONS}}
    del topology["functions"]["project_interests"], topology["subscriptions"]["project_interests"]
    topology["functions"]["project_profiles"] = {
        **TOPOLOGY["functions"]["project_profiles"],
        "projects": ["profiles", "interests"],
    }
    local = Delivery.read(chosen, whole := Topology.model_validate(topology)).of(whole)
    assert made(plan, "cloudfunctions2_function") == local.without(unserved(("eager", "scheduled"))).functions.keys()
    assert ("project_profiles" in made(plan, "pubsub_subscription")) == ("profiles" not in ways)


def made(plan: Plan, resource: str) -> set[str]:
    """Return the names, once for those that are made several times to call at once."""
    return set(re.findall(rf'^google_{resource}\.main\["(\w+?)(?:_\d+)?"\]$', "\n".join(plan), re.MULTILINE))


def trigger_in_words(function: dict[str, Any]) -> str:
    match function["trigger"]:
        case "http":
            return "HTTP" if function["public"] else "HTTP, operators only"
        case "push":
            return "Pub/Sub push"
        case "schedule":
            schedules = [
                one for one in TOPOLOGY["schedules"].values() if TOPOLOGY["functions"][one["function"]] == function
            ]
            minutes = {schedule["cron"].removesuffix(" * * * *") for schedule in schedules}
            if minutes in ({"*"}, EVEN_AND_ODD):
                return "Scheduler, every minute"
            (minute,) = minutes
            return f"Scheduler, every {minute.removeprefix('*/')} minutes"
        case other:
            raise AssertionError(f"not understood: {other}")


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
def test_a_subscription_tries_again_and_gives_up_in_sight(name: str) -> None:
    subscription = SUBSCRIPTIONS[name]
    assert 10 <= subscription["ack_deadline_seconds"] <= 600
    if name != "events_dead_letter":
        retry = subscription["retry"]
        assert 0 <= retry["minimum_backoff_seconds"] <= retry["maximum_backoff_seconds"] <= 600
        dead_letter = subscription["dead_letter"]
        assert 5 <= dead_letter["max_delivery_attempts"] <= 100
        assert dead_letter["topic"] in {waiting["topic"] for waiting in SUBSCRIPTIONS.values()}


def test_there_is_always_a_run_that_follows_and_none_is_cut_off() -> None:
    """Each of two schedules calls every two minutes: a run is shorter than that, and longer than the other's wait."""
    seconds = Settings.model_fields["follow_seconds"].default
    for name, function in TOPOLOGY["functions"].items():
        calling = [one for one in TOPOLOGY["schedules"].values() if one["function"] == name]
        if name == "tail_changes" or "pulls" in function:
            assert {schedule["cron"].removesuffix(" * * * *") for schedule in calling} == EVEN_AND_ODD
            assert {schedule["deadline_seconds"] for schedule in calling} == {120}
            assert 60 < seconds < 120


def test_a_message_is_given_up_after_its_stream_would_be_parked_and_half_a_day_of_trying_but_before_it_is_lost() -> (
    None
):
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
            retention = TOPOLOGY["topics"][subscription["topic"]]["retention_seconds"]
            assert max(until_parked, 12 * HOUR) < sum(waits) < retention / 2
