"""However large events are, no step of a view holds more of them than its budget of bytes, or one that is larger."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

import pytest

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from accounts.account.events import UserRenamed
from accounts.views.profiles import PROFILES
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.views import FirstEvents, JointTransaction, Target
from onewrite.bootstrap import Adapters, App, build
from onewrite.bootstrap.adapters import memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from tests.support.checks.rows import row_of
from tests.support.data.builders import a_commit, a_stream, an_event, an_event_of, created
from tests.support.faults.ports import on_top_of, transacting
from tests.support.systems.adapters import settings

SMALL: Final = created().size
LARGE, BUDGET = 1000, 3500


class Watched:
    """A system that sees how many bytes of events each of its steps reads."""

    def __init__(self, adapters: Adapters) -> None:
        self.adapters = adapters
        self.read = list[int]()
        views = transacting(adapters.views, self._transact)
        views = on_top_of(views, read_events=self._reading(adapters.views.read_events))
        here = replace(adapters, views=views)
        self.app: App = build(settings(advance_batch_bytes=BUDGET), ACCOUNTS, here)

    def append(self, *sizes: int, key: str = "ada") -> StreamId:
        head = self.adapters.store.read_head(a_stream(key))
        self.adapters.store.append(a_commit(head, created(), *map(an_event_of, sizes)))
        return head.stream

    def _transact(self, targets: Collection[Target], work: Callable[[JointTransaction], Any]) -> Any:
        return self.adapters.views.transact_jointly(
            targets, lambda t: work(on_top_of(t, read_events=self._reading(t.read_events)))
        )

    def _reading(self, source: Callable[..., FirstEvents]) -> Callable[..., FirstEvents]:
        def read_events(*which: Any, **bounds: int) -> FirstEvents:
            found = source(*which, **bounds)
            self.read.append(sum(event.size for event in found.events))
            return found

        return read_events


@pytest.fixture
def watched() -> Watched:
    return Watched(memory_adapters())


def test_a_stream_is_advanced_in_steps_that_fit(watched: Watched) -> None:
    stream = watched.append(*[LARGE] * 7)
    projection = ACCOUNTS.projection("profiles")
    advanced = watched.app.advance.step(projection, 1, [stream])
    assert (advanced.checkpoints[stream].version, advanced.left) == (4, frozenset({stream}))
    assert watched.app.advance(projection, 1, [stream]).checkpoints[stream].version == 8
    assert watched.read == [3 * LARGE + SMALL, 3 * LARGE, LARGE]


def test_an_event_that_fits_in_no_budget_is_a_step_of_its_own(watched: Watched) -> None:
    stream = watched.append(5 * LARGE, LARGE)
    assert watched.app.advance(ACCOUNTS.projection("profiles"), 1, [stream]).applied == 3
    assert watched.read == [SMALL, 5 * LARGE, LARGE]
    assert (row_of(watched.adapters, PROFILES, "ada") or {})["name"] == "x" * (LARGE - len('{"name":""}'))


def test_streams_that_share_a_transaction_share_its_budget(watched: Watched) -> None:
    first, second, third = (watched.append(LARGE, LARGE, key=key) for key in "abc")
    advanced = watched.app.advance.step(ACCOUNTS.projection("profiles"), 1, [first, second, third])
    assert [advanced.checkpoints[stream].version for stream in (first, second, third)] == [3, 2, 0]
    assert advanced.left == {second, third}


class Growing(Projection):
    """A view whose rows are large, however small the events are."""

    name = "growing"
    tables = (PROFILES,)

    @when(UserRenamed)
    def renamed(self, recorded: RecordedEvent, event: UserRenamed, view: View) -> None:
        view.put(PROFILES, account_id=recorded.stream.key, name=event.name * LARGE)


def test_small_events_that_make_large_rows_leave_further_streams_for_the_next_step() -> None:
    adapters, growing = memory_adapters(), Growing().in_domain([ACCOUNT])
    app = build(settings(advance_batch_bytes=BUDGET), ACCOUNTS, adapters)
    streams = [a_stream(f"k{number}") for number in range(9)]
    for stream in streams:
        adapters.store.append(a_commit(adapters.store.read_head(stream), an_event(data={"name": "x"})))
    advanced = app.advance.step(growing, 1, streams)
    assert (advanced.applied, advanced.left) == (4, frozenset(streams[4:]))
    assert app.advance(growing, 1, streams).applied == 5


def test_a_rebuild_and_the_reconciler_take_steps_that_fit(watched: Watched) -> None:
    for key in "abcdefgh":
        watched.append(LARGE, LARGE, key=key)
    views = [projection for projection in ACCOUNTS.projections if "account" in projection.categories]
    generation = watched.app.operate.rebuild.start("profiles", Actor("ada")).generation
    assert watched.app.operate.rebuild_worker.work("profiles", generation, seconds=60)
    assert watched.app.operate.reconcile(Actor("ada")).healed == 8 * len(views)
    assert sum(watched.read) == (1 + len(views)) * 8 * (SMALL + 2 * LARGE)
    assert max(watched.read) <= BUDGET
