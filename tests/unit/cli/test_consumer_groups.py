"""Consumer groups from a terminal: seen as long as they live, never a reason to call the system not ready."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from onewrite.application.ports.outbox import Pointer
from onewrite.bootstrap import App
from onewrite.errors import Unavailable
from tests.support.data.requests import an_account
from tests.support.systems.command_line import Terminal
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following

GROUP = "pull_profiles"


def group(onewrite: Terminal) -> dict[str, Any]:
    """Return the one group, as a program is told of it."""
    asked = onewrite("status", "--json")
    assert (asked.code, asked.json["ready"]) == (0, True)
    [found] = asked.json["groups"]
    return dict(found)


def row(onewrite: Terminal) -> list[str]:
    """Return the group's line of the table."""
    shown = onewrite("status")
    assert shown.code == 0
    [line] = [line for line in shown.out.splitlines() if line.startswith(f"{GROUP}  ")]
    return line.split()


def test_a_system_that_only_pushes_shows_no_groups(onewrite: Terminal, app: App) -> None:
    asked, shown = onewrite("status", "--json"), onewrite("status")
    assert asked.json["groups"] == []
    assert "instances" not in shown.out
    assert shown.out.endswith("; 0 events unpublished\n"), "no empty line either"


def test_instances_and_their_shares_are_seen_while_they_follow(onewrite: Terminal, app: App) -> None:
    def is_shared() -> bool:
        seen = group(onewrite)
        [partition] = seen["partitions"]
        return sorted(seen["instances"].values()) == [0, 1] and seen["instances"].get(partition["holder"]) == 1

    def is_shown() -> bool:
        name, instances, partitions, _, unit, *shares = row(onewrite)
        return (name, instances, partitions, unit, shares) == (GROUP, "2", "1", "s", ["1", "+", "0"])

    with following(*[app.pulling("profiles")] * 2):
        eventually(lambda: app.adapters.changes.look(GROUP))
        eventually(is_shared)
        eventually(is_shown)  # the partition may go from one to the other meanwhile


def test_a_group_that_is_switched_off_is_told_and_the_system_is_ready(onewrite: Terminal, app: App) -> None:
    with following(app.pulling("profiles")):
        eventually(lambda: app.adapters.changes.look(GROUP))
    left = group(onewrite)
    assert (left["instances"], [one["holder"] for one in left["partitions"]]) == ({}, [None])
    assert (row(onewrite)[1], row(onewrite)[-1]) == ("0", "nobody")
    assert f"{GROUP} has no instance now: " in onewrite("status").out


def test_what_fails_is_seen_with_where_it_stands_and_the_system_is_ready(onewrite: Terminal, app: App) -> None:
    def refuse(_: Sequence[Pointer]) -> None:
        raise ValueError("not now")

    with following(partial(follow, app, refuse)):
        eventually(lambda: app.adapters.changes.look(GROUP))
        an_account(app)
        [failing] = eventually(lambda: [one for one in group(onewrite)["partitions"] if one["error"]])
        shown = onewrite("status")
    assert (failing["error"].split()[0], failing["attempts"] >= 1, shown.code) == ("ValueError", True, 0)
    told = rf"^{GROUP} can't pass {failing['watermark']} in \d+ attempts?: ValueError in \S+ line \d+\. "
    assert re.search(told, shown.out, re.MULTILINE)


def follow(app: App, handle: Any, stop: Any) -> None:
    app.adapters.changes.follow(GROUP, handle, heal=app.adapters.store.now, stop=stop)


def test_views_are_shown_though_the_groups_cannot_be_read(
    onewrite: Terminal, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_at_all() -> None:
        raise Unavailable("Spanner could not answer: try again")

    monkeypatch.setattr(app.adapters.changes, "look_at_all", look_at_all)
    asked, shown = onewrite("status", "--json"), onewrite("status")
    assert (asked.code, asked.json["ready"], asked.json["groups"]) == (3, False, None)
    assert set(asked.json["views"]["projections"]) == {"profiles", "interests"}
    assert shown.out.startswith("view ") or "\nview " in shown.out
    assert "Spanner could not answer: try again" in shown.err
