"""A watermark moves with every sweep over what is published, never over what is not."""

from dataclasses import replace
from datetime import timedelta

from accounts import ACCOUNTS
from onewrite.application.ports.outbox import SHARDS, shard_of
from onewrite.application.relay.sweep_outbox import CLOCK_MARGIN, WATERMARK_STEP, SweepOutbox, Swept
from onewrite.bootstrap import Adapters, build
from tests.support.faults.ports import refusing
from tests.support.systems.adapters import settings
from tests.support.systems.sweeps import append, published, streams_of_shard, sweep_of
from tests.support.waiting.clocks import Clock


def test_no_watermark_passes_a_row_that_was_left_to_the_eager_relay(adapters: Adapters, clock: Clock) -> None:
    app = build(settings(eager_relay=True, relay_grace_seconds=600), ACCOUNTS, adapters, clock=clock.seconds)
    append(adapters)
    clock.let_pass(500)
    assert app.sweep_outbox().published == 0
    clock.let_pass(500)
    assert app.sweep_outbox().published == 1


def test_a_watermark_stops_at_the_first_row_that_was_refused(adapters: Adapters, clock: Clock) -> None:
    streams = streams_of_shard(5)
    first, refused, third = (append(adapters, stream=next(streams))[0] for _ in range(3))
    topic = refusing(adapters.topic, lambda event: event == refused)
    sweep_of(replace(adapters, topic=topic), clock)()
    assert adapters.outbox.read_marks().watermarks[5] == refused.committed_at
    assert adapters.outbox.count() == 1
    assert sweep_of(adapters, clock)() == Swept(published=1)
    assert published(adapters) == [first, third, refused]


def test_a_watermark_moves_to_the_last_row_when_all_are_published(adapters: Adapters, sweep: SweepOutbox) -> None:
    streams = streams_of_shard(5)
    *_, last = (append(adapters, stream=next(streams))[0] for _ in range(3))
    sweep()
    assert adapters.outbox.read_marks().watermarks[5] == last.committed_at


def test_a_row_committed_at_the_watermark_is_still_found(adapters: Adapters, clock: Clock) -> None:
    """Times of commits are not unique: another stream of the shard may share the last one's."""
    first, *others = append(adapters, 3)
    sweep_of(replace(adapters, topic=refusing(adapters.topic, lambda event: event in others)), clock)()
    assert adapters.outbox.read_marks().watermarks[shard_of(first.stream)] == first.committed_at
    assert sweep_of(adapters, clock)().published == 2


def test_the_watermark_of_an_empty_shard_moves_with_every_sweep_by_the_minute(
    adapters: Adapters, clock: Clock, sweep: SweepOutbox
) -> None:
    for _ in range(3):
        sweep()
        marks = adapters.outbox.read_marks().watermarks
        assert set(marks) == set(range(SHARDS))
        tick = timedelta(seconds=1)  # each commit is a microsecond later
        assert clock.now - CLOCK_MARGIN <= min(marks.values()), "no sweep wades through more than a minute's rows"
        assert max(marks.values()) <= clock.now - CLOCK_MARGIN + tick, (
            "what is committed by a clock that is behind must still be found"
        )
        clock.let_pass(60)


def test_sweeps_that_follow_each_other_faster_write_no_watermarks(
    adapters: Adapters, clock: Clock, sweep: SweepOutbox
) -> None:
    sweep()
    before = adapters.outbox.read_marks().watermarks
    clock.let_pass(WATERMARK_STEP.total_seconds() - 1)
    sweep()
    assert adapters.outbox.read_marks().watermarks == before
    clock.let_pass(2)
    sweep()
    assert min(adapters.outbox.read_marks().watermarks.values()) > max(before.values())


def test_no_watermark_moves_back_however_long_the_grace_is(
    adapters: Adapters, clock: Clock, sweep: SweepOutbox
) -> None:
    sweep()
    before = adapters.outbox.read_marks().watermarks
    clock.let_pass(600)
    patient = settings(eager_relay=True, relay_grace_seconds=600)
    build(patient, ACCOUNTS, adapters, clock=clock.seconds).sweep_outbox()
    assert adapters.outbox.read_marks().watermarks == before
