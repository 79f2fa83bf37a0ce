"""A sweep of an outbox in memory, what is appended for it, and what it has published."""

from collections.abc import Iterator

from accounts import ACCOUNTS
from onewrite.application.ports.outbox import shard_of
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.bootstrap import Adapters, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock


def sweep_of(adapters: Adapters, clock: Clock, **changes: object) -> SweepOutbox:
    """Return a sweep that leaves no row to an eager relay, unless the changes of the settings say so."""
    chosen = settings(**{"eager_relay": False, **changes})
    return build(chosen, ACCOUNTS, adapters, clock=clock.seconds).sweep_outbox


def append(adapters: Adapters, number: int = 1, stream: StreamId | None = None) -> tuple[RecordedEvent, ...]:
    head = adapters.store.read_head(stream or a_stream())
    return adapters.store.append(a_commit(head, *(an_event() for _ in range(number))))


def published(adapters: Adapters) -> list[RecordedEvent]:
    return adapters.topic.published  # type: ignore[attr-defined, no-any-return]


def streams_of_shard(shard: int) -> Iterator[StreamId]:
    return (stream for stream in (a_stream(f"k{number}") for number in range(10_000)) if shard_of(stream) == shard)
