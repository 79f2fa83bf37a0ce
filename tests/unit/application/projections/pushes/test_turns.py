"""Turns: those who wait and those who are far behind take them one after the other, and nobody is taken twice."""

import pytest

from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.pushes.ticket import Ticket
from onewrite.application.projections.pushes.turns import Turns
from onewrite.application.projections.steps.step import Advanced
from onewrite.domain.streams import StreamId

PROFILES: Target = ("profiles", 1)


def ticket(key: str, version: int = 9) -> Ticket:
    stream = StreamId("account", key)
    return Ticket(stream, version, {PROFILES: Checkpoint(stream)})


def joined(turns: Turns, key: str) -> Ticket:
    turns.join(one := ticket(key))
    return one


def step(turns: Turns, *, left: str = "") -> list[str]:
    """Take a turn; whoever is named `left` has more to apply after it. Return who was in it."""
    taken = turns.take()
    streams = frozenset(one.stream for one in taken if one.stream.key == left)
    turns.go_on(taken, {PROFILES: Advanced({one.stream: Checkpoint(one.stream, 1) for one in taken}, left=streams)})
    return [one.stream.key for one in taken]


@pytest.fixture
def turns() -> Turns:
    """Those of a line in which `far` and `off` have each filled a transaction."""
    turns = Turns()
    joined(turns, "far")
    step(turns, left="far")
    joined(turns, "off")
    assert [step(turns, left=key) for key in ("far", "off")] == [["far"], ["off"]]
    return turns


def test_those_who_keep_coming_do_not_keep_one_far_behind_from_its_turn(turns: Turns) -> None:
    for key in ("a", "b", "c"):
        joined(turns, key)
        assert {step(turns, left="far")[0], step(turns, left="off")[0]} in ({key, "far"}, {key, "off"})


def test_those_far_behind_take_turns(turns: Turns) -> None:
    assert [step(turns, left=key) for key in ("far", "off", "far", "off")] == [["far"], ["off"]] * 2


def test_a_push_for_a_stream_that_is_far_behind_waits_with_it(turns: Turns) -> None:
    joined(turns, "near")
    joined(turns, "far")
    assert sorted([step(turns), step(turns)]) == [["far", "far"], ["near"]]
    assert step(turns) == ["off"]


def test_one_who_gave_up_has_no_turn(turns: Turns) -> None:
    near = joined(turns, "near")
    for one in (near, *turns._behind[StreamId("account", "far")]):
        turns.leave(one)
    assert [step(turns), step(turns)] == [["off"], []]


def test_a_push_whose_version_is_reached_waits_for_no_more() -> None:
    for version, is_done in ((5, True), (6, False)):
        one = ticket("far", version)
        one.hear_of({PROFILES: Advanced({one.stream: Checkpoint(one.stream, 5)}, left=frozenset([one.stream]))})
        assert one.is_done is is_done
