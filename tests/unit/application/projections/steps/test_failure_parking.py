"""What an event that can't be applied does: it is recorded, tried again, parked in the end; and stops nobody else."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.account.commands import AddInterest, Rename
from onewrite.adapters.logging import CloudFormatter
from onewrite.application.ports.views import Failure
from onewrite.bootstrap import Adapters, App
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied
from tests.support.checks.rows import rows_of
from tests.support.data.builders import an_event, interest
from tests.support.data.parking import append, checkpoint, failure, name, push
from tests.support.data.requests import accept, an_account, an_appended_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.systems.adapters import on_both_stores

UNKNOWN_VERSION = an_event("UserRenamed", schema_version=9)
UNKNOWN_TYPE = an_event("UserKnighted", data={"title": "Sir"})
MALFORMED = an_event("UserRenamed", data={"name": {"first": "Ada"}, "ssn": 1})
FAILS_TO_UPCAST = replace(an_event("InterestAdded", schema_version=1), data={"no": "topic"})


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile, park_after_attempts=3)


@on_both_stores()
def test_a_failing_event_is_recorded_and_nothing_of_it_is_kept(app: App, fragile: Fragile) -> None:
    stream = an_account(app)
    [event] = accept(app, stream, Rename(name="Countess")).events
    accept(app, stream, Rename(name="Lady"))
    fragile.fail(stream, 2)
    assert push(app, stream) == [False]
    assert (checkpoint(app, stream).version, name(app, stream)) == (1, "Ada")
    assert failure(app, stream) == Failure(
        version=2,
        event_id=event.event_id,
        event_type="UserRenamed",
        error_class="ValueError",
        error=failure(app, stream).error,
        attempts=1,
        first_failed_at=failure(app, stream).last_failed_at,
        last_failed_at=failure(app, stream).first_failed_at,
    )
    assert failure(app, stream).first_failed_at > event.committed_at, "the store's time"


@pytest.mark.parametrize(
    "event", [UNKNOWN_VERSION, UNKNOWN_TYPE, MALFORMED], ids=["unknown_version", "unknown_type", "malformed"]
)
def test_an_event_that_cannot_be_decoded_fails_like_any_other(app: App, event: NewEvent) -> None:
    stream = an_account(app)
    append(app, stream, event)
    assert push(app, stream, 3) == [False, False, True]
    assert (failure(app, stream).version, failure(app, stream).error_class) == (2, "UndecodableEvent")
    assert checkpoint(app, stream).is_parked


def test_an_upcaster_that_fails_parks_the_projections_that_read_the_event_only(app: App) -> None:
    stream = an_account(app)
    append(app, stream, FAILS_TO_UPCAST)
    follow_until_taken(app, "interests", stream)
    assert checkpoint(app, stream, "interests").is_parked
    assert push(app, stream) == [True]
    assert checkpoint(app, stream).version == 2


def follow_until_taken(app: App, projection: str, stream: StreamId) -> None:
    for _ in range(3):
        try:
            app.follow_stream((projection,), stream, 10**6)
        except EventNotApplied:
            continue
        return
    raise AssertionError("still not acknowledged")


@pytest.mark.parametrize(("interval", "attempts"), [(0, [1, 2, 3, 4]), (3600, [1, 1, 1, 1])])
def test_an_attempt_is_counted_once_an_interval_by_the_stores_clock_alone(
    adapters: Adapters, fragile: Fragile, interval: float, attempts: list[int]
) -> None:
    stream = an_account(app_of(adapters))
    fragile.fail(stream, 1)
    options: dict[str, Any] = {"park_after_attempts": 9, "attempt_interval_seconds": interval}
    counted = []
    for years in (lambda: 0, lambda: 3e7, lambda: -3e7, lambda: 9e9):
        push(app_of(adapters, fragile, clock=years, **options), stream)
        counted.append(failure(app_of(adapters), stream).attempts)
    assert counted == attempts


def test_after_so_many_attempts_the_stream_is_parked_and_its_messages_are_acknowledged(
    app: App, fragile: Fragile
) -> None:
    stream = an_account(app)
    fragile.fail(stream, 1)
    assert push(app, stream, 5) == [False, False, True, True, True]
    parked = checkpoint(app, stream)
    assert parked.parked_at is not None
    assert (failure(app, stream).attempts, parked.version) == (3, 0)
    assert parked.parked_at - failure(app, stream).last_failed_at < timedelta(seconds=1)


def test_everything_behind_a_parked_event_waits(app: App, fragile: Fragile) -> None:
    stream = an_account(app)
    fragile.fail(stream, 2)
    accept(app, stream, Rename(name="Countess"))
    push(app, stream, 3)
    fragile.mend()
    accept(app, stream, Rename(name="Lady"))
    assert push(app, stream) == [True]
    assert (checkpoint(app, stream).version, name(app, stream)) == (1, "Ada")
    assert app.operate.reconcile().projections["profiles"].counts.healed == 0
    assert app.advance(fragile, 1, [stream]).applied == 0


@on_both_stores()
def test_other_streams_and_projections_go_on(app: App, fragile: Fragile) -> None:
    bad, good = an_account(app, "tea"), an_account(app, "tea")
    fragile.fail(bad, 1)
    push(app, bad, 3)
    follow(app, good, bad)
    accept(app, bad, AddInterest(interest="chess"))
    follow(app, good, bad)
    assert checkpoint(app, good).version == 2
    assert checkpoint(app, bad, "interests").version == 3
    assert len(rows_of(app.adapters, app.domain.projection("interests").tables[0])) == 3


@pytest.mark.parametrize("together", [1, 2, 7])
def test_a_failing_stream_among_many_in_one_transaction_stops_alone(app: App, fragile: Fragile, together: int) -> None:
    streams = [an_appended_account(app, interest("tea"), an_event(), key=f"k{number}") for number in range(together)]
    fragile.fail(streams[together // 2], 2)
    advanced = app.advance(fragile, 1, streams)
    versions = [advanced.checkpoints[stream].version for stream in streams]
    assert versions == [1 if number == together // 2 else 3 for number in range(together)]
    assert advanced.failed == {streams[together // 2]}


def test_parking_is_an_error_in_the_log_with_the_ids_and_without_personal_data(
    app: App, fragile: Fragile, caplog: pytest.LogCaptureFixture
) -> None:
    stream = an_account(app)
    [event] = accept(app, stream, Rename(name="Secret Name")).events
    fragile.fail(stream, 2)
    with caplog.at_level(logging.WARNING):
        push(app, stream, 5)
    told = [record for record in caplog.records if hasattr(record, "action")]
    assert [(record.levelname, record.action) for record in told] == [
        ("WARNING", "event_failed"),
        ("WARNING", "event_failed"),
        ("ERROR", "stream_parked"),
    ], "once, however often the bus pushes"
    ids = {
        "projection": "profiles",
        "generation": 1,
        "stream_id": str(stream),
        "version": 2,
        "event_id": event.event_id,
        "error_class": "ValueError",
        "attempts": 3,
    }
    assert ids.items() <= told[-1].__dict__.items()
    written = [CloudFormatter().format(record) for record in told]
    assert not any("Secret" in line or "personal data" in line for line in written)
    assert "Secret" not in failure(app, stream).error
    assert failure(app, stream).error.startswith("ValueError in Fragile.apply line")


def test_a_process_that_dies_after_the_failure_was_recorded_parks_it_all_the_same(
    adapters: Adapters, fragile: Fragile
) -> None:
    """The count is in the store: each attempt may be another instance's."""
    stream = an_account(app_of(adapters))
    fragile.fail(stream, 1)
    for _ in range(3):
        push(app_of(adapters, fragile, park_after_attempts=3), stream)
    assert checkpoint(app_of(adapters), stream).is_parked


def test_a_parked_stream_takes_no_room_in_the_steps_of_others(adapters: Adapters, fragile: Fragile) -> None:
    app = app_of(adapters, fragile, advance_batch=2)
    bad = an_appended_account(app, *(an_event() for _ in range(5)), key="a")
    fragile.fail(bad, 1)
    follow(app, bad)
    good = an_account(app, key="b")
    advanced = app.advance.step(fragile, 1, [bad, good])
    assert [advanced.checkpoints[stream].version for stream in (bad, good)] == [0, 1]
