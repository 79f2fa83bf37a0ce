"""However large events are, no relay holds more of them at a time than its budget of bytes, or one that is larger."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event

import pytest

from accounts import ACCOUNTS
from onewrite.application.operations.replay_events import Selection
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.changes import Handle
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.topic import Published
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, a_stream, an_event_of
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.systems.sweeps import published

LARGE, BUDGET = 1000, 3500


class Watched:
    """A system that sees how many bytes of events are read from the store and sent to the bus at a time."""

    def __init__(self, adapters: Adapters) -> None:
        self.adapters = adapters
        self.read, self.sent = list[int](), list[int]()
        store = on_top_of(adapters.store, read_events=self._read)
        here = replace(adapters, store=store, topic=on_top_of(adapters.topic, publish=self._send))
        self.app: App = build(settings(eager_relay=False, relay_batch_bytes=BUDGET), ACCOUNTS, here)

    def append(self, *sizes: int, stream: StreamId | None = None) -> tuple[RecordedEvent, ...]:
        head = self.adapters.store.read_head(stream or a_stream())
        return self.adapters.store.append(a_commit(head, *map(an_event_of, sizes)))

    def _read(self, places: Sequence[tuple[StreamId, int]]) -> Sequence[RecordedEvent]:
        events = self.adapters.store.read_events(places)
        self.read.append(sum(event.size for event in events))
        return events

    def _send(self, events: Sequence[RecordedEvent], **how: bool) -> Published:
        self.sent.append(sum(event.size for event in events))
        return self.adapters.topic.publish(events, **how)


@pytest.fixture
def watched(adapters: Adapters) -> Watched:
    return Watched(adapters)


def test_a_sweep_reads_as_many_as_fit_and_publishes_them_all(watched: Watched) -> None:
    for _ in range(10):
        watched.append(LARGE)
    assert watched.app.sweep_outbox().published == 10
    assert max(watched.read) == 3 * LARGE


def test_one_that_fits_in_no_budget_goes_alone(watched: Watched) -> None:
    stream = a_stream()
    events = watched.append(LARGE, 5 * LARGE, LARGE, stream=stream)
    watched.app.sweep_outbox()
    assert watched.read == [LARGE, 5 * LARGE, LARGE]
    assert published(watched.adapters) == list(events)


def test_what_the_changes_tell_is_read_in_parts_that_fit(watched: Watched) -> None:
    events = [event for _ in range(10) for event in watched.append(LARGE)]
    assert len({event.stream for event in events}) == 10, "of several shards"
    told = [replace(Pointer.to(event), size=0) for event in events]

    def follow(group: str, handle: Handle, *, heal: Callable[[], object], stop: Event) -> None:
        handle(told)

    tail = watched.app.tail_changes
    changes = on_top_of(tail.changes, follow=follow, look=lambda group: None)
    assert replace(tail, changes=changes)(Event()).published == 10
    assert max(watched.read) == 3 * LARGE
    assert published(watched.adapters) == events, "in the order of their commits, whatever their shards"
    assert watched.adapters.outbox.count() == 0


def test_a_replay_publishes_in_parts_that_fit(watched: Watched) -> None:
    for _ in range(3):
        watched.append(LARGE, LARGE)
    assert watched.app.operate.replay(Selection(), Actor("ada"), dry_run=False).published == 6
    assert watched.sent == [3 * LARGE, 3 * LARGE]
