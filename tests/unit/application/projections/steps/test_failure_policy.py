import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.domain.events import Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import UndecodableEvent
from onewrite.errors.telling import whole

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ACCOUNT = StreamId("account", "7")
EVENT = RecordedEvent(ACCOUNT, 3, "event-3", "UserRenamed", 1, {"name": "Ada"}, Metadata("c", "c"), NOON)
POLICY = FailurePolicy(attempts=2, interval=timedelta(seconds=10))


def failed_with(error: Exception) -> Checkpoint:
    return POLICY.with_failure(Checkpoint(ACCOUNT, 2), EVENT, error, NOON)


def raised() -> Exception:
    with pytest.raises(KeyError) as error:
        find({}, "Ada Lovelace, 12 St James's Square")
    return error.value


def find(places: dict[str, str], name: str) -> str:
    return places[name]


def test_a_failure_keeps_what_a_person_needs_to_know() -> None:
    failure = failed_with(raised()).failure
    assert failure is not None
    assert (failure.version, failure.event_id, failure.event_type) == (3, "event-3", "UserRenamed")
    assert (failure.error_class, failure.first_failed_at, failure.last_failed_at) == ("KeyError", NOON, NOON)


def test_a_foreign_error_is_kept_by_its_place_as_its_text_may_be_personal() -> None:
    failure = failed_with(raised()).failure
    assert failure is not None
    assert "Ada" not in failure.error
    assert failure.error.startswith("KeyError in find line ")


def test_a_foreign_error_is_kept_whole_where_it_may_be_told() -> None:
    telling = replace(POLICY, tell=whole)
    failure = telling.with_failure(Checkpoint(ACCOUNT, 2), EVENT, raised(), NOON).failure
    assert failure is not None
    assert failure.error.startswith('KeyError: "Ada Lovelace, 12 St James\'s Square" (projections/steps/test_')


def test_an_error_of_our_own_is_kept_with_its_text() -> None:
    failure = failed_with(UndecodableEvent("UserRenamed version 3 is malformed: wrong at name")).failure
    assert failure is not None
    assert failure.error == "UserRenamed version 3 is malformed: wrong at name"


def test_a_long_text_fits_its_column() -> None:
    failure = failed_with(UndecodableEvent("x" * 5000)).failure
    assert failure is not None
    assert len(failure.error) == 1024


def test_the_last_attempt_parks() -> None:
    first = failed_with(raised())
    second = POLICY.with_failure(first, EVENT, raised(), NOON + POLICY.interval)
    assert (first.parked_at, second.parked_at) == (None, NOON + POLICY.interval)
    assert second.failure is not None
    third = POLICY.with_failure(second, EVENT, raised(), NOON + 3 * POLICY.interval).failure
    assert second.failure.first_failed_at == NOON
    assert third is not None
    assert (third.attempts, third.first_failed_at, third.last_failed_at) == (3, NOON, NOON + 3 * POLICY.interval)


def test_parking_is_an_error_with_a_stable_action_and_before_that_it_is_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing = failed_with(raised())
    POLICY.report("profiles", 1, failing)
    POLICY.report("profiles", 1, replace(failing, parked_at=NOON))
    POLICY.report("profiles", 1, Checkpoint(ACCOUNT, 2))
    assert [(line.levelno, line.__dict__["action"]) for line in caplog.records] == [
        (logging.WARNING, "event_failed"),
        (logging.ERROR, "stream_parked"),
    ]
    told = caplog.records[1].__dict__
    assert (told["projection"], told["generation"]) == ("profiles", 1)
    assert (told["stream_id"], told["version"], told["event_id"]) == ("account-7", 3, "event-3")
    assert (told["error_class"], told["attempts"]) == ("KeyError", 1)
    assert [line.getMessage().partition(" in find line ")[0] for line in caplog.records] == [
        "profiles failed on account-7 at version 3: KeyError",
        "profiles is parked for account-7 at version 3: KeyError",
    ]
    assert "Ada" not in str(told)
