"""Sweeps at the same time work on different shards, so that several of them drain an outbox several times as fast."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from onewrite.application.ports.outbox import SHARDS, shard_of
from onewrite.application.ports.topic import Published
from onewrite.application.relay import sweep_outbox
from onewrite.application.relay.sweep_outbox import Swept
from onewrite.bootstrap import memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.faults.ports import on_top_of
from tests.support.systems.sweeps import append, published, streams_of_shard, sweep_of
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.clocks import Clock

SWEEPS, ROWS, BATCH = 4, 6, 3


@pytest.mark.parametrize("first", [0, 5, SHARDS - 1])
def test_each_publishes_rows_of_shards_that_no_other_has(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    """All of them begin at the same shard, and none goes on before each of them has a batch to publish."""
    monkeypatch.setattr(sweep_outbox, "randrange", lambda shards: first)
    backlog = memory_adapters()
    appended = [append(backlog, ROWS, next(streams_of_shard(shard))) for shard in range(SHARDS)]
    events = {(event.stream, event.version) for shard in appended for event in shard}
    together, at_once = Barrier(SWEEPS), list[set[int]]()

    def publish(batch: Sequence[RecordedEvent], **how: object) -> Published:
        if len(at_once) < SWEEPS:
            at_once.append({shard_of(event.stream) for event in batch})
            together.wait(WAIT_SECONDS)
        return backlog.topic.publish(batch)

    topic = on_top_of(backlog.topic, publish=publish)
    sweep = sweep_of(replace(backlog, topic=topic), clock, relay_batch=BATCH)
    with ThreadPoolExecutor(SWEEPS) as pool:
        swept = sum((one.result() for one in [pool.submit(sweep) for _ in range(SWEEPS)]), Swept())
    assert sorted(shard for shards in at_once for shard in shards) == sorted(
        number % SHARDS for number in range(first, first + SWEEPS)
    )
    assert {(event.stream, event.version) for event in published(backlog)} == events
    assert (backlog.outbox.count(), swept.refused) == (0, 0)
