"""However large rows and events are, a verify holds as many bytes of them as its budget has, or a single stream."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Delete, FirstEvents, Put, ViewSnapshot
from onewrite.bootstrap import Adapters, App
from onewrite.bootstrap.adapters import memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Row
from onewrite.domain.views.rows import size_of
from tests.support.checks.rows import rows_of
from tests.support.data.builders import an_event_of, interest
from tests.support.data.requests import an_appended_account
from tests.support.data.verifying import EXTRA, found, tamper
from tests.support.domains.fragile import app_of, apply_all
from tests.support.faults.ports import on_top_of

#: The longest name that its column takes makes an event that is a little larger.
LARGE, BUDGET = 260, 1600
TAMPERED = (
    Delete(PROFILES, ("k02",)),
    Put(PROFILES, {"account_id": "k04", "name": "Mallory"}),
    Put(PROFILES, {"account_id": "k04x", **EXTRA}),
    Put(PROFILES, {"account_id": "no stream's key", **EXTRA}),
)


class Watched:
    """A system that sees how many bytes of rows and of events are read at a time when it verifies."""

    def __init__(self, adapters: Adapters, budget: int) -> None:
        self.adapters = adapters
        self.rows, self.events = list[int](), list[int]()
        views = on_top_of(adapters.views, read_snapshot=self._read_snapshot)
        self.app: App = app_of(replace(adapters, views=views), walk_ranges=1, advance_batch_bytes=budget)

    def _read_snapshot(self, projection: str, generation: int, work: Callable[[ViewSnapshot], Any]) -> Any:
        def watched(view: ViewSnapshot) -> Any:
            self.rows.append(0)
            return work(on_top_of(view, read_rows=self._reading_rows(view), read_events=self._reading_events(view)))

        return self.adapters.views.read_snapshot(projection, generation, watched)

    def _reading_rows(self, view: ViewSnapshot) -> Callable[..., Iterator[Row]]:
        def read_rows(*what: Any, **where: Any) -> Iterator[Row]:
            for row in view.read_rows(*what, **where):
                self.rows[-1] += size_of(row)
                yield row

        return read_rows

    def _reading_events(self, view: ViewSnapshot) -> Callable[..., FirstEvents]:
        def read_events(*what: Any, **how: Any) -> FirstEvents:
            read = view.read_events(*what, **how)
            self.events.append(sum(event.size for event in read.events))
            return read

        return read_events


def large_accounts(app: App, number: int) -> list[StreamId]:
    keys = [f"k{place:02d}" for place in range(number)]
    streams = [an_appended_account(app, an_event_of(LARGE), an_event_of(LARGE), key=key) for key in keys]
    apply_all(app, *streams)
    return streams


@pytest.mark.parametrize("budget", [1, BUDGET, 1_000_000])
def test_the_verdict_is_the_same_whatever_fits_in_memory(adapters: Adapters, budget: int) -> None:
    app = app_of(adapters, advance_batch_bytes=budget)
    large_accounts(app, 6)
    assert found(app.operate.verify("profiles")) == []
    for change in TAMPERED:
        tamper(app, 1, change)
    verdict = app.operate.verify("profiles")
    assert (verdict.streams, verdict.rows) == (6, 7)
    assert found(verdict) == [
        (1, "profiles k02", "missing"),
        (1, "profiles k04", "differs in name"),
        (1, "profiles k04x", "should not be there"),
        (1, "profiles no stream's key", "should not be there"),
    ]


def test_rows_and_events_are_read_in_parts_that_fit() -> None:
    watched = Watched(memory_adapters(), BUDGET)
    large_accounts(watched.app, 20)
    assert watched.app.operate.verify("profiles").rows == 20
    row = size_of(rows_of(watched.adapters, PROFILES)[0])
    assert max(watched.rows) <= BUDGET + 2 * row, "one row that doesn't fit, and the next to see that it was all"
    assert max(watched.events) <= BUDGET


def test_a_stream_whose_rows_fit_in_no_budget_is_compared_alone() -> None:
    adapters = memory_adapters()
    app = app_of(adapters, advance_batch_bytes=1)
    apply_all(app, *(an_appended_account(app, *map(interest, "abcdef"), key=key) for key in ("ada", "bob")))
    assert app.operate.verify("interests").rows == 12
    adapters.views.transact("interests", 1, lambda t: t.write([Delete(INTERESTS, ("ada", "c"))], []))
    assert (1, "interests ada/c", "missing") in found(app.operate.verify("interests"))
