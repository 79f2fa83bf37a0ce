"""Many streams are released at once, by what they have in common."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.operations import release_stream
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.steps.step import Advanced
from onewrite.bootstrap import Adapters, App
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from tests.support.checks.rows import row_of
from tests.support.data.builders import an_event
from tests.support.data.requests import an_appended_account
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


def name(app: App, stream: StreamId) -> object:
    row = row_of(app.adapters, PROFILES, stream.key)
    return row and row["name"]


@on_both_stores()
def test_streams_are_released_in_bulk_by_projection_stream_and_error_class(app: App, fragile: Fragile) -> None:
    cy = parked_at(app, fragile, 2, "cy")
    bob = parked_at(app, fragile, 3, "bob", KeyError)
    ada = parked_at(app, fragile, 2, "ada", KeyError)
    parked = app.operate.release.parked

    def streams(found: object) -> list[StreamId]:
        return [one.checkpoint.stream for one in found]  # type: ignore[attr-defined]

    assert streams(parked()) == [cy, bob, ada], "the longest parked first"
    assert streams(parked("profiles", bob)) == [bob]
    assert streams(parked("profiles", None, "KeyError")) == [bob, ada]
    assert streams(parked("interests")) == []
    fragile.mend()
    released = app.operate.release.release(parked("profiles", None, "KeyError"), ADA).named
    assert [one.now for one in released] == [Checkpoint(bob, 4), Checkpoint(ada, 4)]
    assert streams(parked()) == [cy]
    app.operate.release.skip(parked("profiles"), ADA)
    assert streams(parked()) == []
    assert name(app, cy) == "Four"


def test_many_streams_are_released_in_few_transactions_and_each_is_on_record(
    adapters: Adapters, fragile: Fragile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_stream, "STREAMS_PER_TRANSACTION", 5)
    transactions: list[str] = []

    def transact(*what: object) -> object:
        transactions.append("transaction")
        return adapters.views.transact_jointly(*what)  # type: ignore[arg-type]

    app = app_of(replace(adapters, views=transacting(adapters.views, transact)), fragile)
    app.adapters.generations.change("profiles", lambda known: known.with_new_building())
    streams = {parked_at(app, fragile, 2, f"k{number}") for number in range(8)}
    fragile.mend()
    transactions.clear()
    released = app.operate.release.release(all_parked(app), ADA).named
    everywhere = {(generation, stream, 4) for generation in (1, 2) for stream in streams}
    assert {(one.generation, one.now.stream, one.now.version) for one in released} == everywhere
    assert len(transactions) == 2 * 2 * 2, "for each five of a generation one that releases, and one that advances"
    record = app.operate.audit_log.newest(limit=100)
    assert {done.operation.stream_id for done in record} == set(map(str, streams))


def test_no_transaction_releases_more_streams_than_it_may(
    app: App, fragile: Fragile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_stream, "STREAMS_PER_TRANSACTION", 2)
    for number in range(5):
        parked_at(app, fragile, 2, f"k{number}")
    sizes: list[int] = []

    def advance(projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        sizes.append(len(streams))
        return app.operate.release.advance(projection, generation, streams)

    counted = replace(app.operate.release, advance=cast("Any", advance))
    assert counted.release(all_parked(app), ADA).released == 5
    assert sizes == [2, 2, 1]


def test_streams_of_many_pages_are_each_released_once_even_if_all_park_again(
    app: App, fragile: Fragile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_stream, "STREAMS_PER_PAGE", 3)
    monkeypatch.setattr(release_stream, "STREAMS_PER_TRANSACTION", 2)
    streams = [parked_at(app, fragile, 2, f"k{number}") for number in range(8)]
    released = app.operate.release.release(app.operate.release.parked(), ADA).named
    assert [one.now.stream for one in released] == streams
    assert [one.checkpoint.stream for one in all_parked(app)] == streams
    fragile.mend()
    assert app.operate.release.release(app.operate.release.parked(), ADA).released == len(streams)
    assert all_parked(app) == []


def test_streams_that_every_view_has_parked_are_found_and_released_for_each(app: App) -> None:
    streams = [an_appended_account(app, an_event("Unheard"), an_event(), key=key) for key in ("cy", "bob", "ada")]
    follow(app, *streams)
    found = app.operate.release.parked
    everywhere = [(view, stream) for view in ("profiles", "interests") for stream in streams]
    assert [(one.projection, one.checkpoint.stream) for one in found()] == everywhere
    assert [one.projection for one in found(stream=streams[1])] == ["profiles", "interests"]
    skipped = app.operate.release.skip(found(), ADA).named
    assert sorted((one.projection, str(one.now.stream), one.now.version) for one in skipped) == sorted(
        (view, str(stream), 3) for view, stream in everywhere
    )
    assert all_parked(app) == []


def test_all_are_counted_and_only_the_first_are_named(app: App, fragile: Fragile) -> None:
    streams = [parked_at(app, fragile, 2, f"k{number}") for number in range(7)]
    fragile.mend()
    fragile.fail(streams[5], 2)
    fragile.fail(streams[6], 2, KeyError)
    fragile.fail(streams[3], 4, KeyError)
    report = app.operate.release.release(app.operate.release.parked(), ADA, most_named=3)
    assert [one.now.stream for one in report.named] == streams[:3]
    assert (report.released, report.parked_again, report.still_failing) == (7, 3, 2)
    assert report.by_error_class == {"ValueError": 1, "KeyError": 2}
    skipped = app.operate.release.skip(app.operate.release.parked(), ADA, most_named=1)
    assert (skipped.released, skipped.parked_again, len(skipped.named)) == (3, 0, 1)
    assert all_parked(app) == []
