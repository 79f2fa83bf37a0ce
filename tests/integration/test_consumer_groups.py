"""Instances that share the partitions of the real change stream, as an operator sees them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build
from onewrite.local.system import SpannerPlace
from tests.support.http.operator import get
from tests.support.systems.adapters import on_spanner, settings
from tests.support.systems.command_line import Terminal
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following

pytestmark = pytest.mark.emulator

GROUP = "pull_profiles"


@pytest.fixture
def onewrite(place_of_all: SpannerPlace, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Terminal:
    """A terminal that works on the system by itself, as one does in the cloud."""
    for name in ("project", "instance", "database"):
        monkeypatch.setenv(f"ONEWRITE_{name.upper()}", getattr(place_of_all, name))
    monkeypatch.setenv("ONEWRITE_DOMAIN", "accounts:ACCOUNTS")
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def instance(place_of_all: SpannerPlace, spanner_adapters: Adapters) -> Callable[[], App]:
    """Starts an instance with a connection of its own."""
    return lambda: build(settings(), ACCOUNTS, on_spanner(place_of_all))


def shares(groups: list[dict[str, Any]]) -> list[int]:
    """Return how many partitions each instance of the group holds, once it has begun and each partition is held."""
    assert [group["group"] for group in groups] == [GROUP]
    [group] = groups
    assert all(one["holder"] in group["instances"] for one in group["partitions"]), "not all are held"
    return sorted(group["instances"].values())


def is_fair(found: list[int], instances: int) -> bool:
    return len(found) == instances and sum(found) >= instances and max(found) - min(found) <= 1


def test_status_shows_the_share_of_each_instance_and_who_takes_over(
    onewrite: Terminal, instance: Callable[[], App]
) -> None:
    first, second = instance(), instance()
    with following(first.pulling("profiles")):
        with following(second.pulling("profiles")):
            eventually(lambda: is_fair(shares(onewrite("status", "--json").json["groups"]), 2))
            eventually(lambda: is_fair(shares(get(first, "/groups")), 2))
            shown = onewrite("status")
        eventually(lambda: is_fair(shares(onewrite("status", "--json").json["groups"]), 1))
    assert shown.code == 0
    assert re.search(rf"^{GROUP} +2 +\d+ +\d.* \d+ \+ \d+", shown.out, re.MULTILINE)
    eventually(lambda: re.search(rf"^{GROUP} +0 .* nobody", onewrite("status").out, re.MULTILINE))
