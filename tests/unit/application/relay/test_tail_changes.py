"""The relay that follows the changes: publish, wait for the bus, clear exactly those rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count, islice
from threading import Event

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.changes import GroupStatus, Handle
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.topic import Published
from onewrite.application.relay.tail_changes import TailChanges
from onewrite.bootstrap import Adapters, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.errors import Unavailable
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def tail_of(adapters: Adapters) -> TailChanges:
    return build(settings(eager_relay=False, relay_grace_seconds=0), ACCOUNTS, adapters).tail_changes


def append(adapters: Adapters, number: int = 1, name: str = "a") -> list[Pointer]:
    stream = a_stream(name)
    commit = a_commit(adapters.store.read_head(stream), *(an_event() for _ in range(number)))
    return [Pointer.to(event) for event in adapters.store.append(commit)]


def told(tail: TailChanges, *batches: Sequence[Pointer]) -> TailChanges:
    """Let the changes tell these batches, one after the other, and then end."""

    def follow(group: str, handle: Handle, *, heal: Callable[[], object], stop: Event) -> None:
        for batch in batches:
            handle(batch)

    def look(group: str) -> GroupStatus | None:
        return None

    return replace(tail, changes=on_top_of(tail.changes, follow=follow, look=look))


def refuse(committed_by: datetime) -> None:
    raise Unavailable("no sweep is expected")


def published(adapters: Adapters) -> list[tuple[str, int]]:
    events: list[RecordedEvent] = adapters.topic.published  # type: ignore[attr-defined]
    return [(str(event.stream), event.version) for event in events]


def test_what_is_committed_is_published_and_cleared(adapters: Adapters) -> None:
    with following(tail_of(adapters)):
        eventually(lambda: adapters.changes.look("tail_changes"))
        append(adapters, 3)
        eventually(lambda: adapters.outbox.count() == 0)
    assert published(adapters) == [("account-a", 1), ("account-a", 2), ("account-a", 3)]


def test_what_was_committed_before_the_group_began_is_swept(adapters: Adapters) -> None:
    append(adapters)
    with following(tail_of(adapters)):
        eventually(lambda: adapters.outbox.count() == 0)
    assert published(adapters) == [("account-a", 1)]


def test_a_group_that_has_begun_sweeps_no_more(adapters: Adapters) -> None:
    tail = tail_of(adapters)
    with following(tail):
        eventually(lambda: adapters.changes.look("tail_changes"))
    with following(replace(tail, sweep=refuse)):
        append(adapters)
        eventually(lambda: adapters.outbox.count() == 0)


def test_a_group_does_not_begin_before_all_that_is_older_was_published(adapters: Adapters) -> None:
    append(adapters)
    with pytest.raises(Unavailable, match="could not be swept as a whole"):
        replace(tail_of(adapters), sweep=lambda committed_by: None)(Event())
    assert adapters.changes.look("tail_changes") is None


def test_a_group_begins_while_events_keep_coming(adapters: Adapters) -> None:
    append(adapters)
    streams, ticks, stop = count(), count(), Event()
    stop.set()

    def publish(events: Sequence[RecordedEvent], **_: object) -> Published:
        for number in islice(streams, 30):
            append(adapters, name=f"s{number}")
        return adapters.topic.publish(events)

    busy = replace(adapters, topic=on_top_of(adapters.topic, publish=publish))
    app = build(settings(eager_relay=False), ACCOUNTS, busy, clock=lambda: next(ticks) / 10)
    app.tail_changes(stop)
    assert adapters.changes.look("tail_changes")
    assert adapters.outbox.count() > 0


def test_even_the_youngest_rows_are_swept_before_a_group_begins(adapters: Adapters) -> None:
    app = build(settings(eager_relay=True, relay_grace_seconds=3600), ACCOUNTS, adapters)
    append(adapters)
    stop = Event()
    stop.set()
    app.tail_changes(stop)
    assert adapters.outbox.count() == 0


def test_what_another_relay_has_published_is_left_alone(adapters: Adapters) -> None:
    first, second = append(adapters, 2)
    adapters.outbox.clear([first])
    assert told(tail_of(adapters), [first, second])(Event()).published == 1
    assert told(tail_of(adapters), [first, second])(Event()).published == 0
    assert published(adapters) == [("account-a", 2)]


def test_events_are_published_in_the_order_of_their_commits(adapters: Adapters) -> None:
    pointers = [*append(adapters, name="z"), *append(adapters, name="a"), *append(adapters, name="z")]
    told(tail_of(adapters), pointers)(Event())
    assert published(adapters) == [("account-z", 1), ("account-a", 1), ("account-z", 2)]


def test_what_the_bus_refuses_stays_in_the_outbox_and_comes_again(adapters: Adapters) -> None:
    pointers = append(adapters, 2)

    def publish(events: Sequence[RecordedEvent], **_: object) -> Published:
        return Published(tuple(events[:1]), refused=1, cause="ServiceUnavailable")

    tail = told(tail_of(replace(adapters, topic=on_top_of(adapters.topic, publish=publish))), pointers)
    with pytest.raises(Unavailable, match=r"refused 1 events \(ServiceUnavailable\)"):
        tail(Event())
    assert adapters.outbox.remaining(pointers) == (pointers[1],)


def test_a_run_reports_what_it_published_and_how_far_the_group_is_behind(adapters: Adapters) -> None:
    tail = tail_of(adapters)
    stop = Event()
    stop.set()
    report = tail(stop)
    assert report.published == 0
    assert report.behind_seconds >= 0
