"""The scheduled relay: everything goes out, rows go only once the bus has them, whoever else sweeps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.outbox import SHARDS, Pointer, shard_of
from onewrite.application.relay.sweep_outbox import CLOCK_MARGIN, WATERMARK_STALE_AFTER, SweepOutbox, Swept
from onewrite.bootstrap import Adapters, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.faults.ports import interrupted, refusing
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def adapters(clock: Clock) -> Adapters:
    return in_memory_by(clock)


@pytest.fixture
def sweep(adapters: Adapters, clock: Clock) -> SweepOutbox:
    return sweep_of(adapters, clock)


def sweep_of(adapters: Adapters, clock: Clock, **changes: object) -> SweepOutbox:
    return build(settings(eager_relay=False, **changes), ACCOUNTS, adapters, clock=clock.seconds).sweep_outbox


def append(adapters: Adapters, number: int = 1, stream: StreamId | None = None) -> tuple[RecordedEvent, ...]:
    head = adapters.store.read_head(stream or a_stream())
    return adapters.store.append(a_commit(head, *(an_event() for _ in range(number))))


def published(adapters: Adapters) -> list[RecordedEvent]:
    return adapters.topic.published  # type: ignore[attr-defined, no-any-return]


def streams_of_shard(shard: int) -> Iterator[StreamId]:
    return (stream for stream in (a_stream(f"k{number}") for number in range(10_000)) if shard_of(stream) == shard)


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


def test_no_watermark_passes_a_row_that_was_left_to_the_eager_relay(adapters: Adapters, clock: Clock) -> None:
    app = build(settings(eager_relay=True, relay_grace_seconds=600), ACCOUNTS, adapters, clock=clock.seconds)
    append(adapters)
    clock.let_pass(500)
    assert app.sweep_outbox().published == 0
    clock.let_pass(500)
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


def test_watermarks_that_an_eager_relay_left_behind_move_over_what_it_deleted(
    adapters: Adapters, clock: Clock, sweep: SweepOutbox
) -> None:
    sweep()
    first = adapters.outbox.read_marks()
    assert set(first.watermarks) == set(range(SHARDS))
    clock.let_pass(WATERMARK_STALE_AFTER.total_seconds() / 2)
    sweep()
    assert adapters.outbox.read_marks().watermarks == first.watermarks, "not worth a transaction yet"
    clock.let_pass(WATERMARK_STALE_AFTER.total_seconds())
    sweep()
    moved = set(adapters.outbox.read_marks().watermarks.values())
    tick = timedelta(seconds=1)  # each commit is a microsecond later
    assert max(moved) <= clock.now - CLOCK_MARGIN + tick, (
        "what is committed by a clock that is behind must still be found"
    )
    assert min(moved) > clock.now - 2 * CLOCK_MARGIN


def test_no_watermark_moves_back_however_long_the_grace_is(
    adapters: Adapters, clock: Clock, sweep: SweepOutbox
) -> None:
    sweep()
    before = adapters.outbox.read_marks().watermarks
    clock.let_pass(2 * WATERMARK_STALE_AFTER.total_seconds())
    patient = settings(eager_relay=True, relay_grace_seconds=2 * WATERMARK_STALE_AFTER.total_seconds())
    build(patient, ACCOUNTS, adapters, clock=clock.seconds).sweep_outbox()
    assert adapters.outbox.read_marks().watermarks == before


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
