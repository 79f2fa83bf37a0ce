"""Rows that the store refuses stop the stream that they belong to, and no other."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Delete, JointTransaction, Put, Target, Views, ViewTransaction
from onewrite.bootstrap import Adapters, App
from onewrite.domain.events import RecordedEvent
from onewrite.domain.views import View
from onewrite.errors import RowsRefused
from tests.support.data.builders import an_event, interest
from tests.support.data.parking import append, checkpoint, failure, name
from tests.support.data.requests import an_account, an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of
from tests.support.faults.ports import on_top_of, transacting

T = TypeVar("T")
TOO_LONG: Final = "Ada" * 100


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile, park_after_attempts=3)


class Careless(Fragile):
    """Writes what the store refuses, where it fails."""

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        try:
            super().apply(recorded, view)
        except ValueError:
            view.put(PROFILES, account_id=recorded.stream.key, name=TOO_LONG)


def with_columns_of_256(views: Views) -> Views:
    """Refuse longer texts, as the schema has it; a store in memory knows only the lengths that the model names."""

    def transact(targets: Collection[Target], work: Callable[[JointTransaction], T]) -> T:
        def write(inner: ViewTransaction, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
            if any(isinstance(change, Put) and change.row.get("name") == TOO_LONG for change in changes):
                raise RowsRefused("TooLong")
            inner.write(changes, checkpoints)

        def of(joint: JointTransaction, target: Target) -> ViewTransaction:
            inner = joint.of(target)
            return on_top_of(inner, write=partial(write, inner))

        return views.transact_jointly(targets, lambda joint: work(on_top_of(joint, of=partial(of, joint))))

    return transacting(views, transact)


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
def test_rows_that_the_store_refuses_park_their_own_stream_and_no_other(adapters: Adapters, batch: int) -> None:
    careless = Careless()
    app = app_of(
        replace(adapters, views=with_columns_of_256(adapters.views)),
        careless,
        park_after_attempts=1,
        advance_batch=batch,
    )
    keys = [f"k{number}" for number in range(5)]
    streams = [an_appended_account(app, *map(interest, ("tea", "chess", "maths")), key=key) for key in keys]
    for version, stream in ((3, streams[1]), (1, streams[3]), (2, streams[4])):
        careless.fail(stream, version)
    advanced = app.advance(careless, 1, streams)
    assert [advanced.checkpoints[stream].version for stream in streams] == [4, 2, 4, 0, 1]
    assert advanced.failed == {streams[1], streams[3], streams[4]}
    assert failure(app, streams[1]).version == 3
    assert failure(app, streams[1]).error_class == "RowsRefused"
    assert checkpoint(app, streams[1]).is_parked
    careless.mend()
    released = app.operate.release.release(app.operate.release.parked("profiles"), ADA).named
    assert [one.now.version for one in released] == [4] * 3


def test_a_text_that_is_too_long_for_its_column_parks_its_stream(spanner_adapters: Adapters) -> None:
    app = app_of(spanner_adapters)
    long, short = an_account(app), an_account(app)
    append(app, long, an_event("UserRenamed", data={"name": "Ada" * 100}))
    assert app.operate.reconcile().parked == 1
    assert checkpoint(app, long).is_parked
    assert failure(app, long).error == (
        "The store refuses the rows (FailedPrecondition): compare what is written with the table's columns"
    )
    assert name(app, short) == "Ada"


def test_a_text_that_is_too_long_for_its_column_stops_its_stream_in_no_other_view(spanner_adapters: Adapters) -> None:
    app = app_of(spanner_adapters)
    long = an_account(app, "tea")
    append(app, long, an_event("UserRenamed", data={"name": "Ada" * 100}), interest("chess"))
    app.follow_stream(("profiles", "interests"), long, 4)
    assert (checkpoint(app, long).version, checkpoint(app, long).is_parked) == (2, True)
    assert checkpoint(app, long, "interests").version == 4
