"""Release and skip: a parked stream goes on in order, for one or in bulk, and who did it is on record."""

from dataclasses import replace

import pytest

from accounts.account.commands import AddInterest
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused, Unavailable, UnknownProjection
from tests.support.checks.rows import row_of, rows_of
from tests.support.data.builders import an_event
from tests.support.data.requests import accept, an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of, follow
from tests.support.faults.ports import transacting
from tests.support.systems.adapters import on_both_stores


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def parked_at(app: App, fragile: Fragile, version: int, key: str, error: type[Exception] = ValueError) -> StreamId:
    """Return a stream of four events that is parked for `profiles` at one of them."""
    stream = an_appended_account(app, *(an_event(data={"name": name}) for name in ("Two", "Three", "Four")), key=key)
    fragile.fail(stream, version, error)
    follow(app, stream)
    return stream


def all_parked(app: App) -> list[ParkedStream]:
    return list(app.operate.release.parked())


def checkpoint(app: App, stream: StreamId, generation: int = 1) -> Checkpoint:
    return app.adapters.views.read_checkpoints([("profiles", generation)], stream)["profiles", generation]


def name(app: App, stream: StreamId) -> object:
    row = row_of(app.adapters, PROFILES, stream.key)
    return row and row["name"]


def test_a_released_stream_resumes_at_the_failed_event_and_tells_how_far_it_got(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    assert name(app, stream) == "Ada"
    fragile.mend()
    [released] = app.operate.release.release(all_parked(app), ADA).named
    assert (released.before.version, released.now) == (1, Checkpoint(stream, 4))
    assert name(app, stream) == "Four"
    assert all_parked(app) == []


@on_both_stores()
def test_a_stream_that_fails_again_parks_again_with_the_new_reason(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    fragile.mend()
    fragile.fail(stream, 4, KeyError)
    [released] = app.operate.release.release(all_parked(app), ADA).named
    assert released.now.version == 3
    [again] = all_parked(app)
    assert again.checkpoint == released.now
    assert (again.failure.version, again.failure.error_class, again.failure.attempts) == (4, "KeyError", 1)
    assert again.failure.first_failed_at > released.before.parked_at  # type: ignore[operator]
    assert name(app, stream) == "Three"


def test_a_release_without_a_mended_cause_changes_nothing_but_the_time(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 3, "ada")
    [released] = app.operate.release.release(all_parked(app), ADA).named
    assert released.now.version == released.before.version == 2
    assert released.now.is_parked
    assert checkpoint(app, stream) == released.now


def test_a_release_has_one_attempt_however_many_a_message_has(adapters: Adapters, app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    patient = app_of(adapters, fragile, park_after_attempts=5)
    [released] = patient.operate.release.release(all_parked(app), ADA).named
    assert released.now.is_parked
    assert checkpoint(app, stream) == released.now


@on_both_stores()
def test_skipping_passes_exactly_one_event_over(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    fragile.fail(stream, 4)
    [skipped] = app.operate.release.skip(all_parked(app), ADA).named
    assert (skipped.now.version, skipped.now.is_parked) == (3, True)
    assert name(app, stream) == "Three"
    [skipped] = app.operate.release.skip(all_parked(app), ADA).named
    assert skipped.now == Checkpoint(stream, 4)
    assert name(app, stream) == "Three", "the last one is left out too"


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_skipping_requires_a_reason(app: App, fragile: Fragile, reason: str | None) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    with pytest.raises(OperationRefused, match="give the reason"):
        app.operate.release.skip(all_parked(app), Actor("ada", reason))
    assert checkpoint(app, stream).is_parked
    assert app.adapters.audit_log.newest(limit=9) == []


def test_who_released_and_skipped_what_when_and_why_is_on_record(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    [parked] = all_parked(app)
    app.operate.release.release([parked], Actor("grace", "mended"))
    [again] = all_parked(app)
    app.operate.release.skip([again], Actor("linus", "a test account"))
    skip, release = app.adapters.audit_log.newest(limit=9)
    assert (release.operation.name, release.operation.actor) == ("release", Actor("grace", "mended"))
    assert (skip.operation.name, skip.operation.actor) == ("skip", Actor("linus", "a test account"))
    for performed in (skip, release):
        assert (performed.operation.projection, performed.operation.stream_id) == ("profiles", str(stream))
        assert dict(performed.operation.details) == {
            "generation": 1,
            "version": 2,
            "event_id": parked.failure.event_id,
            "error_class": "ValueError",
        }
    assert parked.checkpoint.parked_at < release.performed_at < skip.performed_at  # type: ignore[operator]


def test_a_projection_that_nobody_declared_is_told(app: App) -> None:
    with pytest.raises(UnknownProjection):
        list(app.operate.release.parked("nicknames"))


def test_releasing_one_projection_leaves_the_other_alone(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    accept(app, stream, AddInterest(interest="tea"))
    fragile.mend()
    app.operate.release.release(all_parked(app), ADA)
    assert rows_of(app.adapters, INTERESTS) == []
    follow(app, stream)
    assert len(rows_of(app.adapters, INTERESTS)) == 1


def test_every_generation_that_is_kept_is_released(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    app.adapters.generations.change("profiles", lambda known: known.with_new_building())
    follow(app, stream)
    assert [found.generation for found in all_parked(app)] == [1, 2]
    fragile.mend()
    assert app.operate.release.release(all_parked(app), ADA).released == 2
    assert [checkpoint(app, stream, generation).version for generation in (1, 2)] == [4, 4]


def test_what_a_dropped_generation_left_parked_is_nobodys_concern(app: App, fragile: Fragile) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    app.adapters.generations.change("profiles", lambda known: known.with_new_building())
    app.advance(fragile, 2, [stream])
    app.adapters.generations.change("profiles", lambda known: known.without(2))
    assert [found.generation for found in all_parked(app)] == [1]


@pytest.mark.parametrize("act", ["release", "skip"])
def test_of_two_operators_who_act_on_the_same_failure_only_the_first_is_obeyed(
    app: App, fragile: Fragile, act: str
) -> None:
    stream, other = parked_at(app, fragile, 2, "ada"), parked_at(app, fragile, 2, "bob")
    fragile.fail(stream, 3)
    seen_by_both = all_parked(app)
    app.operate.release.skip(seen_by_both[:1], ADA)
    getattr(app.operate.release, act)(seen_by_both, ADA)
    assert checkpoint(app, stream).version == 2, "version 3 fails for another reason, which nobody has looked at"
    assert checkpoint(app, stream).is_parked
    done = [entry.operation.stream_id for entry in app.adapters.audit_log.newest(limit=9)]
    assert done == [str(other), str(stream)], "each is acted on once, by the first who does"


def test_a_release_that_dies_half_way_leaves_a_stream_that_the_next_message_mends(
    adapters: Adapters, app: App, fragile: Fragile
) -> None:
    stream = parked_at(app, fragile, 2, "ada")
    fragile.mend()
    transactions = iter([adapters.views.transact_jointly])

    def transact(*arguments: object) -> object:
        for once in transactions:
            return once(*arguments)  # type: ignore[arg-type]
        raise Unavailable("no answer")

    dying = app_of(replace(adapters, views=transacting(adapters.views, transact)), fragile)
    with pytest.raises(Unavailable):
        dying.operate.release.release(all_parked(app), ADA)
    assert checkpoint(app, stream) == Checkpoint(stream, 1)
    follow(app, stream)
    assert checkpoint(app, stream) == Checkpoint(stream, 4)
