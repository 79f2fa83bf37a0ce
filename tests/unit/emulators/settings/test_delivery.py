import pytest

from emulators.errors import CannotRun
from emulators.settings.delivery import Delivery
from emulators.settings.topology import Topology

TOPOLOGY = Topology.read()


@pytest.mark.parametrize(
    ("text", "pushed", "pulled"),
    [
        ("push", ("profiles", "interests"), ()),
        ("pull", (), ("profiles", "interests")),
        ("both", ("profiles", "interests"), ("profiles", "interests")),
        ("profiles=pull", ("interests",), ("profiles",)),
        ("profiles=both, interests=pull", ("profiles",), ("profiles", "interests")),
    ],
)
def test_a_way_is_chosen_for_all_or_by_name(text: str, pushed: tuple[str, ...], pulled: tuple[str, ...]) -> None:
    assert Delivery.read(text, TOPOLOGY) == Delivery(pushed, pulled)


@pytest.mark.parametrize("text", ["pul", "", "profiles=", "profiles=pushed", "people=pull", "profiles=pull,interests"])
def test_what_is_not_known_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(CannotRun, match=r"^DELIVERY=.* has .*: use push, pull or both for all, or as in profiles=pull"):
        Delivery.read(text, TOPOLOGY)


def test_what_is_not_pushed_to_has_no_subscription_and_rebuilds_keep_theirs() -> None:
    subscriptions = Delivery.read("profiles=pull", TOPOLOGY).of(TOPOLOGY).subscriptions
    assert subscriptions.keys() == TOPOLOGY.subscriptions.keys() - {"project_profiles"}


def test_the_function_that_pulls_runs_only_if_something_is_pulled() -> None:
    assert "pull_views" not in Delivery.read("push", TOPOLOGY).of(TOPOLOGY).functions
    pulling = Delivery.read("profiles=both", TOPOLOGY)
    assert {"pull_views", "project_profiles"} <= pulling.of(TOPOLOGY).functions.keys()
    assert pulling.settings == {"ONEWRITE_PULLED": "profiles"}
