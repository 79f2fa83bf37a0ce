"""The scheduled relay: everything goes out, rows go only once the bus has them, whoever else sweeps."""

from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.outbox import SHARDS, Pointer, shard_of
from onewrite.application.relay.sweep_outbox import SweepOutbox, Swept
from onewrite.bootstrap import Adapters, build
from tests.support.data.builders import a_stream
from tests.support.faults.ports import interrupted, refusing
from tests.support.systems.adapters import settings
from tests.support.systems.sweeps import append, published, streams_of_shard, sweep_of
from tests.support.waiting.clocks import Clock


def test_a_sweep_empties_the_outbox(adapters: Adapters, sweep: SweepOutbox) -> None:
    events = [event for _ in range(30) for event in append(adapters, 2)]
    assert sweep() == Swept(published=60)
    assert sorted(published(adapters), key=Pointer.to) == sorted(events, key=Pointer.to)
    assert adapters.outbox.count() == 0


def test_a_sweep_of_nothing_publishes_nothing(adapters: Adapters, sweep: SweepOutbox) -> None:
    assert sweep() == Swept()
    assert published(adapters) == []


def test_a_shard_is_published_in_the_order_of_its_commits(adapters: Adapters, clock: Clock) -> None:
    streams = streams_of_shard(5)
    events = [
        event
        for stream in sorted((next(streams) for _ in range(9)), key=str, reverse=True)
        for event in append(adapters, 2, stream)
    ]
    sweep_of(adapters, clock, relay_batch=4)()
    assert published(adapters) == events


def test_batches_are_bounded_and_everything_goes_out_all_the_same(adapters: Adapters, clock: Clock) -> None:
    batches: list[int] = []
    counting = interrupted(adapters.topic, *[lambda: batches.append(len(published(adapters)))] * 100)
    for _ in range(25):
        append(adapters)
    assert sweep_of(replace(adapters, topic=counting), clock, relay_batch=10)().published == 25
    steps = [after - before for before, after in zip(batches, [*batches[1:], 25], strict=True)]
    assert sum(steps) == 25
    assert max(steps) <= 10


def test_rows_younger_than_the_grace_are_left_to_the_eager_relay(adapters: Adapters, clock: Clock) -> None:
    app = build(settings(eager_relay=True, relay_grace_seconds=5), ACCOUNTS, adapters, clock=clock.seconds)
    append(adapters)
    clock.let_pass(4)
    append(adapters)
    assert app.sweep_outbox().published == 0
    clock.let_pass(2)
    assert app.sweep_outbox().published == 1
    clock.let_pass(5)
    assert app.sweep_outbox().published == 1


def test_what_is_committed_to_a_shard_while_it_is_swept_goes_out_with_it(adapters: Adapters, clock: Clock) -> None:
    append(adapters, 1, a_stream("k"))
    busy = interrupted(adapters.topic, lambda: append(adapters, 1, a_stream("k")))
    assert sweep_of(replace(adapters, topic=busy), clock)().published == 2


def test_a_shard_that_is_never_empty_keeps_no_other_waiting_for_ever(adapters: Adapters, clock: Clock) -> None:
    busy, quiet = (next(streams_of_shard(shard)) for shard in (3, 9))
    append(adapters, 1, busy)
    append(adapters, 1, quiet)

    def go_on() -> None:
        append(adapters, 1, busy)
        clock.let_pass(1)

    topic = interrupted(adapters.topic, *[go_on] * 200)
    sweep = sweep_of(replace(adapters, topic=topic), clock, relay_batch=1, relay_seconds=1)
    assert any(sweep() and published(adapters)[-1].stream == quiet for _ in range(200))


def test_what_the_bus_refuses_stays_and_goes_out_once_it_is_back(
    adapters: Adapters, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    append(adapters, 3)
    down = sweep_of(replace(adapters, topic=refusing(adapters.topic)), clock)
    assert replace(down(), oldest_seconds=0) == Swept(refused=3)
    assert adapters.outbox.count() == 3
    assert sweep_of(adapters, clock)() == Swept(published=3)
    [line] = caplog.records
    assert (line.levelname, line.__dict__["action"]) == ("ERROR", "relay_failed")
    assert "3 events, they stay in the outbox: ServiceUnavailable" in line.getMessage()


def test_rows_that_the_bus_refuses_do_not_keep_other_shards_waiting(adapters: Adapters, clock: Clock) -> None:
    for shard in range(SHARDS):
        append(adapters, 3, next(streams_of_shard(shard)))
    topic = refusing(adapters.topic, lambda event: shard_of(event.stream) in {0, 7})
    assert sweep_of(replace(adapters, topic=topic), clock, relay_batch=3)().published == 3 * (SHARDS - 2)


def test_a_sweep_ends_when_its_time_is_up_and_says_so(adapters: Adapters, clock: Clock) -> None:
    append(adapters, 20)
    slow = interrupted(adapters.topic, *[lambda: clock.let_pass(6)] * 100)
    swept = sweep_of(replace(adapters, topic=slow), clock, relay_batch=2, relay_seconds=10)()
    assert swept.out_of_time
    assert swept.published == 4
    assert adapters.outbox.count() == 16


def test_a_sweep_says_how_long_the_oldest_row_that_is_left_has_been_waiting(adapters: Adapters, clock: Clock) -> None:
    append(adapters)
    clock.let_pass(100_000)
    append(adapters)
    left = sweep_of(replace(adapters, topic=refusing(adapters.topic)), clock)()
    assert left.oldest_seconds == pytest.approx(100_000, 1e-3), "more than a day"
    assert sweep_of(adapters, clock)().oldest_seconds == 0
