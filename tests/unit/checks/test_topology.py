import json
from pathlib import Path
from typing import Any

import pytest

from onewrite.checks.errors import DoesNotFit
from onewrite.checks.paths import TOPOLOGY
from onewrite.checks.topology import Topology
from tests.support.systems.toy_functions import HTTP, PUSHED, toys


def test_the_topology_of_this_repository_is_consistent() -> None:
    assert Topology.read().functions["accept_commands"].trigger == "http"


def read(folder: Path, **parts: dict[str, Any]) -> str:
    """Read a topology in which these parts are mended; return what is wrong with it."""
    described = json.loads(TOPOLOGY.read_text())
    for part, changes in parts.items():
        for name, change in changes.items():
            described[part][name] = {**described[part].get(name, {}), **change}
    file = folder / "topology.json"
    file.write_text(json.dumps(described))
    with pytest.raises(DoesNotFit) as wrong:
        Topology.read(file)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("part", "name", "change", "told"),
    [
        ("subscriptions", "project_profiles", {"push_to": "project_profile"}, "pushes to function project_profile"),
        ("subscriptions", "project_profiles", {"topic": "event"}, "takes messages of topic event"),
        (
            "subscriptions",
            "project_profiles",
            {"dead_letter": {"topic": "dead", "max_delivery_attempts": 5}},
            "gives up to topic dead",
        ),
        ("schedules", "relay_outbox", {"function": "relay"}, "calls function relay"),
        ("functions", "relay_outbox", {"schedule": "relay"}, "is called by schedule relay"),
        ("functions", "relay_outbox", {"publishes": ["event"]}, "publishes on topic event"),
        ("functions", "project_profiles", {"subscription": "profiles"}, "is called by subscription profiles"),
    ],
)
def test_a_name_that_nothing_has_is_told_with_those_there_are(
    tmp_path: Path, part: str, name: str, change: dict[str, Any], told: str
) -> None:
    first = read(tmp_path, **{part: {name: change}}).splitlines()[0]
    assert first.startswith(
        f"infra/topology.json: {part.removesuffix('s')} {name} {told}, which isn't there: use one of "
    )


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("project_profiles", {"subscription": "project_interests"}, "needs a subscription that pushes to it"),
        ("project_profiles", {"subscription": None}, "needs a subscription that pushes to it"),
        ("relay_outbox", {"schedule": "reconcile_views"}, "needs a schedule that calls it"),
    ],
)
def test_a_function_that_nothing_would_ever_call_is_told(
    tmp_path: Path, name: str, change: dict[str, Any], told: str
) -> None:
    said = read(tmp_path, functions={name: change})
    assert said == f"infra/topology.json: function {name} {told}: name it in both places"


def test_a_subscription_to_a_function_that_names_another_is_told(tmp_path: Path) -> None:
    second = json.loads(TOPOLOGY.read_text())["subscriptions"]["project_profiles"]
    said = read(tmp_path, subscriptions={"profiles_again": second})
    assert said == (
        "infra/topology.json: subscription profiles_again pushes to function project_profiles, which names "
        "project_profiles: delete one of the two"
    )


def test_the_filter_of_a_subscription_names_each_category() -> None:
    subscription = Topology.read().subscriptions["project_profiles"]
    assert subscription.filter == 'attributes.category = "account"'
    two = subscription.model_copy(update={"categories": ("account", "club")})
    assert two.filter == 'attributes.category = "account" OR attributes.category = "club"'
    assert Topology.read().subscriptions["rebuild_views"].filter == ""


@pytest.mark.parametrize(
    ("categories", "told"),
    [
        (
            [f"category-{number}" for number in range(7)],
            "infra/topology.json: subscriptions.project_profiles: a filter by its categories takes 262 bytes",
        ),
        ([], "infra/topology.json: subscriptions.project_profiles.categories: "),
    ],
)
def test_a_filter_that_pubsub_would_not_take_is_told(tmp_path: Path, categories: list[str], told: str) -> None:
    assert read(tmp_path, subscriptions={"project_profiles": {"categories": categories}}).startswith(told)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    said = read(
        tmp_path, functions={"relay_outbox": {"publishes": ["event"]}}, schedules={"relay_outbox": {"function": "x"}}
    )
    assert len(said.splitlines()) == 3


def test_a_misspelt_key_is_told_with_its_place(tmp_path: Path) -> None:
    said = read(tmp_path, subscriptions={"project_profiles": {"ack_deadline": 60}})
    assert said.startswith("infra/topology.json: subscriptions.project_profiles.ack_deadline: ")


def test_a_file_that_is_no_json_is_told_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "topology.json"
    file.write_text('{"functions": {\n')
    with pytest.raises(DoesNotFit, match=r"^infra/topology.json: Invalid JSON: .* line 2 column 0$"):
        Topology.read(file)


def test_a_function_without_code_is_left_out_with_its_subscription_and_its_schedule(tmp_path: Path) -> None:
    served = Topology.read().served_from(toys(tmp_path, answer_queries=HTTP, project_profiles=PUSHED))
    assert list(served.functions) == ["answer_queries", "project_profiles"]
    assert set(served.subscriptions) == {"project_profiles", "events_dead_letter"}
    assert served.schedules == {}
