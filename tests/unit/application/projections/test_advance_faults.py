"""Advancing while the store has faults: nothing is counted against an event, and nothing is left half done."""

from datetime import timedelta

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.bootstrap import Adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table, View
from onewrite.errors import Unavailable
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.domains.names import Names
from tests.support.faults.ports import aborting, in_transactions
from tests.support.waiting.clocks import Clock, in_memory_by

INTERVAL = 10.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def adapters(clock: Clock) -> Adapters:
    return in_memory_by(clock)


def advance_on(views: Views, batch: int = 1000) -> Advance:
    return Advance(views, FailurePolicy(attempts=3, interval=timedelta(seconds=INTERVAL)), batch, batch_bytes=4_000_000)


def renamed(adapters: Adapters, stream: StreamId, *names: str) -> StreamId:
    for name in names:
        event = an_event("UserRenamed", data={"name": name})
        adapters.store.append(a_commit(adapters.store.read_head(stream), event))
    return stream


class Reader(Names):
    """Reads a row before it writes, and may hide what went wrong."""

    def __init__(self, *, hides_faults: bool) -> None:
        super().__init__()
        self.hides_faults = hides_faults

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        try:
            view.get(PROFILES, recorded.stream.key)
        except Exception:
            if not self.hides_faults:
                raise
        super().apply(recorded, view)


@pytest.mark.parametrize("projection", [Reader(hides_faults=False), Reader(hides_faults=True)], ids=["told", "hidden"])
def test_a_fault_of_the_store_is_never_counted_against_the_event(adapters: Adapters, projection: Projection) -> None:
    stream = renamed(adapters, a_stream(), "a")
    with pytest.raises(Unavailable):
        advance_on(unable_to_read_rows(adapters.views))(projection, 1, [stream])
    assert adapters.views.read_checkpoints([("names", 1)], stream)["names", 1] == Checkpoint(stream)


def unable_to_read_rows(views: Views) -> Views:
    def read_row(table: Table, key: Key) -> Row | None:
        raise Unavailable("no answer")

    return in_transactions(views, read_row=read_row)


def test_a_transaction_that_is_aborted_leaves_no_trace(adapters: Adapters) -> None:
    good, bad = renamed(adapters, a_stream(), "a", "b"), renamed(adapters, a_stream(), "bad")
    advanced = advance_on(aborting(adapters.views, times=3))(Names("bad"), 1, [good, bad])
    assert advanced.applied == 2
    failure = advanced.checkpoints[bad].failure
    assert failure is not None
    assert failure.attempts == 1
