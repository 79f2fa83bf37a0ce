import pytest

from emulators.errors import CannotRun
from emulators.settings.delivery import Delivery
from onewrite.checks.topology import Function, Topology

TOPOLOGY = Topology.read()
VIEWS = ("profiles", "interests", "clubs")


@pytest.mark.parametrize(
    ("text", "pushed", "pulled"),
    [
        ("push", VIEWS, ()),
        ("pull", (), VIEWS),
        ("both", VIEWS, VIEWS),
        ("profiles=pull", ("interests", "clubs"), ("profiles",)),
        ("profiles=both, interests=pull", ("profiles", "clubs"), ("profiles", "interests")),
    ],
)
def test_a_way_is_chosen_for_all_or_by_name(text: str, pushed: tuple[str, ...], pulled: tuple[str, ...]) -> None:
    assert Delivery.read(text, TOPOLOGY) == Delivery(frozenset(pushed), frozenset(pulled))


@pytest.mark.parametrize("text", ["pul", "", "profiles=", "profiles=pushed", "people=pull", "profiles=pull,interests"])
def test_what_is_not_known_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(CannotRun, match=r"^DELIVERY=.* has .*: use push, pull or both for all, or as in profiles=pull"):
        Delivery.read(text, TOPOLOGY)


def test_what_is_not_pushed_to_has_no_function_and_no_subscription_and_rebuilds_keep_theirs() -> None:
    pulling = Delivery.read("profiles=pull", TOPOLOGY).of(TOPOLOGY)
    assert pulling.subscriptions.keys() == TOPOLOGY.subscriptions.keys() - {"project_profiles"}
    assert pulling.functions.keys() == TOPOLOGY.functions.keys() - {"project_profiles", "pull_interests", "pull_clubs"}


def test_only_what_is_pulled_has_a_function_that_pulls_and_its_schedules() -> None:
    pushing = Delivery.read("push", TOPOLOGY).of(TOPOLOGY)
    assert not any(function.pulls for function in pushing.functions.values())
    assert not any(name.startswith("pull_") for name in pushing.schedules)
    both = Delivery.read("profiles=both", TOPOLOGY).of(TOPOLOGY)
    assert both.functions.keys() == TOPOLOGY.functions.keys() - {"pull_interests", "pull_clubs"}


def test_a_function_that_pulls_several_stays_as_long_as_one_of_them_is_pulled() -> None:
    pulls = Function(trigger="schedule", schedule="pull_views", pulls=("profiles", "interests"))
    topology = TOPOLOGY.model_copy(update={"functions": {**TOPOLOGY.functions, "pull_views": pulls}})
    assert "pull_views" in Delivery.read("profiles=pull", topology).of(topology).functions
    assert "pull_views" not in Delivery.read("push", topology).of(topology).functions


def test_a_function_that_serves_several_stays_as_long_as_one_of_them_is_pushed_to() -> None:
    both = Function(trigger="push", subscription="project_profiles", projects=("profiles", "interests"))
    functions = {name: one for name, one in TOPOLOGY.functions.items() if name != "project_interests"}
    topology = TOPOLOGY.model_copy(update={"functions": {**functions, "project_profiles": both}})
    assert Delivery.read("push", topology).pushed == set(VIEWS)
    assert "project_profiles" in Delivery.read("profiles=pull", topology).of(topology).functions
    assert "project_profiles" not in Delivery.read("pull", topology).of(topology).functions
