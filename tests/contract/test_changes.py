"""What every store's changes keep their word on: told at least once, in each stream's order, shared by a group."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from threading import Event, Lock

import pytest

from onewrite.application.ports.changes import Changes
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.outbox import Pointer
from onewrite.bootstrap import Adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following

#: What is told of the error: its place, and not its text, which may quote a row.
REFUSED = "ValueError in Told.__call__ line "


class Told:
    """Handles changes by keeping them; refuses them as long as `broken`."""

    def __init__(self) -> None:
        self.pointers: list[Pointer] = []
        self.broken = False
        self._lock = Lock()

    def __call__(self, pointers: Sequence[Pointer]) -> None:
        if self.broken:
            raise ValueError("not now")
        with self._lock:
            self.pointers.extend(pointers)

    def versions(self, stream: StreamId) -> list[int]:
        return [pointer.version for pointer in self.pointers if pointer.stream == stream]


def follow(adapters: Adapters, group: str, told: Told, stop: Event) -> None:
    adapters.changes.follow(group, told, heal=adapters.store.now, stop=stop)


def appended(store: EventStore, stream: StreamId, number: int = 1) -> list[Pointer]:
    events = store.append(a_commit(store.read_head(stream), *(an_event() for _ in range(number))))
    return [Pointer.to(event) for event in events]


def has_begun(changes: Changes, group: str) -> bool:
    status = changes.look(group)
    return status is not None and bool(status.partitions) and all(one.holder for one in status.partitions)


def test_what_is_committed_is_told_with_its_place_in_the_outbox(adapters: Adapters) -> None:
    told, one, other = Told(), a_stream(), a_stream()
    with following(partial(follow, adapters, "group", told)):
        eventually(partial(has_begun, adapters.changes, "group"))
        pointers = [*appended(adapters.store, one, 2), *appended(adapters.store, other)]
        eventually(lambda: set(pointers) <= set(told.pointers))
    assert told.versions(one) == [1, 2]


def test_a_group_goes_on_where_it_stopped(adapters: Adapters) -> None:
    told = Told()
    with following(partial(follow, adapters, "group", told)):
        eventually(partial(has_begun, adapters.changes, "group"))
    meanwhile = appended(adapters.store, a_stream())
    with following(partial(follow, adapters, "group", told)):
        eventually(lambda: set(meanwhile) <= set(told.pointers))


def test_a_new_group_is_healed_before_it_begins_and_is_told_all_that_was_committed_from_then_on(
    adapters: Adapters,
) -> None:
    told = Told()
    meanwhile: list[Pointer] = []

    def heal() -> datetime:
        since = adapters.store.now()
        if not meanwhile:  # it comes again if the stream is younger than the second that a group begins before
            assert adapters.changes.look("group") is None
            meanwhile.extend(appended(adapters.store, a_stream()))
        return since

    with following(lambda stop: adapters.changes.follow("group", told, heal=heal, stop=stop)):
        eventually(lambda: bool(meanwhile) and set(meanwhile) <= set(told.pointers))


def test_a_group_that_could_not_be_healed_does_not_begin(adapters: Adapters) -> None:
    def heal() -> datetime:
        raise Unavailable("not now")

    with pytest.raises(Unavailable):
        adapters.changes.follow("group", Told(), heal=heal, stop=Event())
    assert adapters.changes.look("group") is None
    assert adapters.changes.look_at_all() == []


def test_groups_do_not_see_each_other(adapters: Adapters) -> None:
    first, second = Told(), Told()
    with following(partial(follow, adapters, "first", first), partial(follow, adapters, "second", second)):
        eventually(lambda: has_begun(adapters.changes, "first") and has_begun(adapters.changes, "second"))
        pointers = appended(adapters.store, a_stream())
        eventually(lambda: set(pointers) <= set(first.pointers) & set(second.pointers))
    assert adapters.changes.look("third") is None
    assert [status.group for status in adapters.changes.look_at_all()] == ["first", "second"]


def test_instances_share_the_work_and_each_streams_changes_stay_in_order(adapters: Adapters) -> None:
    told = Told()
    with following(*[partial(follow, adapters, "group", told)] * 3):
        eventually(lambda: has_begun(adapters.changes, "group") and members(adapters.changes) == 3)
        pointers = [pointer for _ in range(5) for name in "ab" for pointer in appended(adapters.store, a_stream(name))]
        eventually(lambda: set(pointers) <= set(told.pointers))
    for name in "ab":
        assert list(dict.fromkeys(told.versions(a_stream(name)))) == [1, 2, 3, 4, 5]


def test_what_fails_comes_again_and_is_seen_until_then(adapters: Adapters) -> None:
    told = Told()
    with following(partial(follow, adapters, "group", told)):
        eventually(partial(has_begun, adapters.changes, "group"))
        told.broken = True
        pointers = appended(adapters.store, a_stream())
        eventually(lambda: [error.rstrip("0123456789") for error in failures(adapters.changes)] == [REFUSED])
        told.broken = False
        eventually(lambda: set(pointers) <= set(told.pointers))
        eventually(lambda: failures(adapters.changes) == [])


def members(changes: Changes) -> int:
    status = changes.look("group")
    return len(status.members) if status else 0


def failures(changes: Changes) -> list[str]:
    status = changes.look("group")
    return [one.error for one in status.partitions if one.error] if status else []


def test_what_was_committed_between_two_times_can_be_looked_at_without_a_group(adapters: Adapters) -> None:
    store, changes = adapters.store, adapters.changes
    before = store.now()
    pointers = [*appended(store, a_stream("b"), 2), *appended(store, a_stream("a")), *appended(store, a_stream("b"))]
    now = store.now()
    assert changes.between(before, now, most=4) == pointers
    first, *_, last = (pointer.committed_at for pointer in pointers)
    assert changes.between(first, last, most=4) == pointers[2:], "the first time is not included, the last one is"
    assert changes.between(last, now, most=4) == []
    assert changes.look_at_all() == []


def test_more_than_can_be_looked_at_is_not_cut_but_refused(adapters: Adapters) -> None:
    before = adapters.store.now()
    appended(adapters.store, a_stream(), 3)
    assert adapters.changes.between(before, adapters.store.now(), most=2) is None
