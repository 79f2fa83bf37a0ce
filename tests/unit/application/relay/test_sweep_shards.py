"""A shard of which the bus refuses a row delays no other shard, and each refusal counts."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.outbox import SHARDS, shard_of
from onewrite.application.ports.topic import Published
from onewrite.application.relay import sweep_outbox
from onewrite.application.relay.sweep_outbox import Swept
from onewrite.bootstrap import Adapters, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings


def sweep(adapters: Adapters, refused: set[StreamId], batch: int) -> Swept:
    """Sweep while the bus refuses the events of these streams."""

    def publish(events: Sequence[RecordedEvent], **how: object) -> Published:
        taken = [event for event in events if event.stream not in refused]
        return Published(tuple(taken), len(events) - len(taken), "Refused")

    failing = replace(adapters, topic=on_top_of(adapters.topic, publish=publish))
    return build(settings(eager_relay=False, relay_batch=batch), ACCOUNTS, failing).sweep_outbox()


def append(adapters: Adapters, stream: StreamId, number: int) -> tuple[RecordedEvent, ...]:
    head = adapters.store.read_head(stream)
    return adapters.store.append(a_commit(head, *(an_event() for _ in range(number))))


@pytest.fixture
def adapters(monkeypatch: pytest.MonkeyPatch) -> Adapters:
    monkeypatch.setattr(sweep_outbox, "randrange", lambda shards: 0)
    return memory_adapters()


@pytest.fixture
def streams() -> dict[int, StreamId]:
    """One stream for each shard."""
    found = {shard_of(stream): stream for stream in (a_stream(f"k{number}") for number in range(1000))}
    assert len(found) == SHARDS
    return found


def test_the_refusals_of_all_batches_are_counted(adapters: Adapters, streams: dict[int, StreamId]) -> None:
    for shard, number in ((2, 1), (7, 3), (11, 2)):
        append(adapters, streams[shard], number)
    swept = sweep(adapters, {streams[2], streams[7], streams[11]}, batch=1)
    assert (swept.published, swept.refused) == (0, 3), "the first row of each shard"
    assert sweep(adapters, {streams[7]}, batch=2).published == 3


@pytest.mark.parametrize("batch", [6, 9])
def test_the_shards_around_one_with_a_refusal_are_emptied(
    adapters: Adapters, streams: dict[int, StreamId], batch: int
) -> None:
    events = {shard: append(adapters, streams[shard], number) for shard, number in ((2, 3), (7, 1), (11, 5))}
    swept = sweep(adapters, {streams[7]}, batch=batch)
    assert (swept.published, swept.refused, adapters.outbox.count()) == (8, 1, 1)
    watermarks = adapters.outbox.read_marks().watermarks
    assert {shard: watermarks[shard] for shard in events} == {
        shard: own[-1].committed_at for shard, own in events.items()
    }
