"""Sweeps that die, are overtaken or meet others: a lease decides who moves a watermark, and no row is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.application.ports.outbox import SHARDS, Pointer, shard_of
from onewrite.application.relay.sweep_outbox import SweepOutbox, Swept
from onewrite.bootstrap import Adapters
from onewrite.errors import Unavailable
from tests.support.data.builders import a_stream
from tests.support.faults.ports import Crash, dying_after_the_publish, interrupted, on_top_of, refusing
from tests.support.systems.adapters import settings
from tests.support.systems.sweeps import append, published, streams_of_shard, sweep_of
from tests.support.waiting.clocks import Clock

LEASE = settings().relay_lease_seconds


def test_a_process_that_dies_after_the_publish_leaves_the_obligation(adapters: Adapters, clock: Clock) -> None:
    append(adapters, 2)
    with pytest.raises(Crash):
        sweep_of(replace(adapters, topic=dying_after_the_publish(adapters.topic)), clock)()
    clock.let_pass(LEASE + 1)
    assert sweep_of(adapters, clock)().published == 2
    assert len(published(adapters)) == 4, "twice is harmless, never would not be"


def test_one_who_lost_the_lease_midway_clears_what_was_acknowledged_and_moves_no_watermark(
    adapters: Adapters, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    [event] = append(adapters)
    shard = shard_of(event.stream)

    def take_over() -> None:
        clock.let_pass(LEASE + 1)
        adapters.outbox.acquire({shard}, "another", timedelta(seconds=LEASE))

    swept = sweep_of(replace(adapters, topic=interrupted(adapters.topic, take_over)), clock)()
    assert (swept.published, swept.leased_elsewhere) == (1, 0)
    assert [line.__dict__["action"] for line in caplog.records] == ["relay_lease_lost"]
    assert adapters.outbox.count() == 0
    assert shard not in adapters.outbox.read_marks().watermarks
    assert adapters.outbox.acquire({shard}, "third", timedelta(1)) == (), "the new holder keeps its lease"


def test_one_who_lost_the_lease_midway_keeps_what_the_bus_refused(adapters: Adapters, clock: Clock) -> None:
    taken, refused, last = (append(adapters, 1, a_stream("k"))[0] for _ in range(3))

    def take_over() -> None:
        clock.let_pass(LEASE + 1)
        adapters.outbox.acquire({shard_of(taken.stream)}, "another", timedelta(seconds=LEASE))

    topic = refusing(interrupted(adapters.topic, take_over), lambda event: event.version == refused.version)
    swept = sweep_of(replace(adapters, topic=topic), clock)()
    assert (swept.published, swept.refused) == (2, 1)
    marks = adapters.outbox.read_marks()
    assert adapters.outbox.read(range(SHARDS), marks, before=marks.now, limit=9) == (Pointer.to(refused),)
    clock.let_pass(LEASE + 1)
    assert sweep_of(adapters, clock)().published == 1
    assert published(adapters) == [taken, last, refused]


def test_two_sweeps_at_once_publish_everything(adapters: Adapters, clock: Clock) -> None:
    streams = [append(adapters)[0].stream for _ in range(40)]
    other = sweep_of(adapters, clock, relay_batch=7)
    found: list[Swept] = []
    meanwhile = [lambda: found.append(other())] * 2
    mine = sweep_of(replace(adapters, topic=interrupted(adapters.topic, *meanwhile)), clock, relay_batch=7)()
    assert {event.stream for event in published(adapters)} == set(streams)
    assert mine.published + sum(swept.published for swept in found) == 40
    assert adapters.outbox.count() == 0


@pytest.mark.parametrize("batch", [3, 100])
def test_a_shard_that_another_instance_holds_does_not_keep_the_others_waiting(
    adapters: Adapters, clock: Clock, batch: int
) -> None:
    for shard in range(SHARDS):
        append(adapters, 3, next(streams_of_shard(shard)))
    adapters.outbox.acquire({0, 7, 15}, "another", timedelta(minutes=5))
    swept = sweep_of(adapters, clock, relay_batch=batch)()
    assert (swept.published, swept.refused, swept.leased_elsewhere) == (3 * (SHARDS - 3), 0, 9)


def test_watermarks_of_empty_shards_that_others_hold_are_left_to_them(adapters: Adapters, clock: Clock) -> None:
    adapters.outbox.acquire(set(range(SHARDS)), "another", timedelta(minutes=5))

    def complete(*what: object) -> None:
        raise AssertionError("without a lease there is nothing to complete")

    sweep_of(replace(adapters, outbox=on_top_of(adapters.outbox, complete=complete)), clock)()


def test_shards_without_rows_are_left_to_others(adapters: Adapters, clock: Clock) -> None:
    [event] = append(adapters)
    others = set(range(SHARDS)) - {shard_of(event.stream)}
    taken: list[int] = []

    def take_others() -> None:
        taken.append(len(adapters.outbox.acquire(others, "another", timedelta(1))))

    sweep_of(replace(adapters, topic=interrupted(adapters.topic, take_others)), clock)()
    assert taken == [SHARDS - 1]


def test_leases_are_given_back(adapters: Adapters, sweep: SweepOutbox) -> None:
    append(adapters)
    sweep()
    assert len(adapters.outbox.acquire(range(SHARDS), "another", timedelta(1))) == SHARDS


@pytest.mark.parametrize("method", ["read_events", "complete"])
def test_leases_are_given_back_after_a_fault_too(adapters: Adapters, clock: Clock, method: str) -> None:
    append(adapters)

    def fail(*what: object) -> None:
        raise Unavailable("no answer")

    store = on_top_of(adapters.store, **{method: fail}) if method == "read_events" else adapters.store
    outbox = on_top_of(adapters.outbox, **{method: fail}) if method == "complete" else adapters.outbox
    with pytest.raises(Unavailable):
        sweep_of(replace(adapters, store=store, outbox=outbox), clock)()
    assert len(adapters.outbox.acquire(range(SHARDS), "another", timedelta(1))) == SHARDS
