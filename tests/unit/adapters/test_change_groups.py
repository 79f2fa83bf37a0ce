"""What a group of the change stream on `events` is told, when it begins, and what is seen of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest

from onewrite.adapters.change_groups import GroupChanges, pointers_of
from onewrite.application.ports.outbox import Pointer, shard_of
from spanner_changes import DataChange, GroupState, HistoryLost, MemoryGroupState, Mod, Pace
from spanner_changes.records import Child
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import LATER, LONG, NOON, claim, partitions
from tests.support.change_streams.scripted import ScriptedStream
from tests.support.change_streams.simulated import at, change
from tests.support.data.builders import a_stream

TOLD = change(1, "", 0)


def inserted(*versions: int, **changes: object) -> DataChange:
    mods = tuple(Mod({"stream_id": str(a_stream("a")), "version": version}, {}, {}) for version in versions)
    return replace(TOLD, **{"table": "events", "mods": mods, **changes})  # type: ignore[arg-type]


def groups(**states: GroupState) -> GroupChanges:
    return GroupChanges(ScriptedStream(**{ROOT: []}), states.__getitem__, lambda: states, Pace())


def test_every_event_that_was_inserted_is_pointed_to_in_order() -> None:
    stream = a_stream("a")
    first, second = inserted(1, 2), inserted(3, timestamp=at(2))
    assert list(pointers_of([first, second])) == [
        Pointer(shard_of(stream), at(time), stream, version) for time, version in ((1, 1), (1, 2), (2, 3))
    ]


@pytest.mark.parametrize("other", [{"table": "streams"}, {"mod_type": "DELETE"}, {"mod_type": "UPDATE"}])
def test_what_is_no_new_event_is_passed(other: dict[str, object]) -> None:
    assert list(pointers_of([inserted(1, **other)])) == []


def test_a_group_begins_a_second_before_it_was_healed() -> None:
    times = iter([NOON, LATER, LATER + LONG, LATER + 2 * LONG])
    state = MemoryGroupState(lambda: next(times, LATER + 3 * LONG))
    stop = Event()
    stop.set()
    groups(g=state).follow("g", lambda _: None, heal=lambda: LATER, stop=stop)
    assert [one.started_at for one in partitions(state).values()] == [NOON - timedelta(seconds=1)]


def test_history_that_is_lost_is_healed_as_what_is_older_than_the_group_is() -> None:
    state, stop, healed = MemoryGroupState(), Event(), list[int]()

    def lose() -> None:
        raise HistoryLost(ROOT, NOON)

    def heal() -> datetime:
        healed.append(len(partitions(state)))
        if len(healed) == 2:
            stop.set()
        return NOON

    lost = GroupChanges(ScriptedStream(**{ROOT: [lose]}), {"g": state}.__getitem__, lambda: ["g"], Pace())
    lost.follow("g", lambda _: None, heal=heal, stop=stop)
    assert healed == [0, 1], "before it began, and again when it had"


def test_open_partitions_are_seen_with_who_holds_them_and_what_fails() -> None:
    state = MemoryGroupState(lambda: LATER)
    state.begin(NOON)
    state.end(claim(state).lease, NOON, [Child("free", ()), Child("held", ()), Child("failing", ())])
    claim(state, "held", "b")
    failing = claim(state, "failing")
    state.fail(failing.lease, NOON, at=LATER, error="ValueError", retry_after=LONG)
    state.leave("b")
    status = groups(g=state).look("g")
    assert status is not None
    assert (status.group, status.now, status.members) == ("g", LATER, ("a",))
    seen = {one.partition: (one.holder, one.watermark <= NOON, one.error, one.attempts) for one in status.partitions}
    assert seen == {
        "free": (None, True, None, 0),
        "held": (None, True, None, 0),
        "failing": ("a", True, "ValueError", 1),
    }
    assert status.behind_seconds == pytest.approx(1, abs=0.001)


def test_who_is_dead_holds_nothing() -> None:
    now = NOON
    state = MemoryGroupState(lambda: now)
    state.begin(NOON)
    state.beat("a", timedelta(seconds=1))
    state.claim("a", [ROOT])
    now = NOON + LONG
    status = groups(g=state).look("g")
    assert status is not None
    assert ([one.holder for one in status.partitions], list(status.members)) == ([None], [])


def test_groups_are_listed_by_name_and_those_that_have_not_begun_are_left_out() -> None:
    begun = MemoryGroupState()
    begun.begin(NOON)
    found = groups(z=begun, m=MemoryGroupState(), a=begun)
    assert [status.group for status in found.look_at_all()] == ["a", "z"]
    assert found.look("m") is None
