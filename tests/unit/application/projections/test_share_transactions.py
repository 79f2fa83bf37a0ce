"""Pushes that arrive together are applied together, and each is told what became of its own stream."""

from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import Any, cast

import pytest

from accounts.views.interests import Interests
from accounts.views.profiles import Profiles
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.share_transactions import ShareTransactions
from onewrite.application.projections.step import Advanced
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.data.builders import a_stream
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

PROFILES = Profiles()


class Slow:
    """An advance that takes until it is let go, and can fail."""

    def __init__(self) -> None:
        self.taken: list[set[StreamId]] = []
        self.views: list[tuple[str, int]] = []
        self.may_go = Event()
        self.fault: Exception | None = None

    def step(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        self.views.append((projection.name, generation))
        self.taken.append(set(streams))
        assert self.may_go.wait(WAIT_SECONDS)
        if self.fault:
            raise self.fault
        return Advanced({stream: Checkpoint(stream, len(self.taken)) for stream in streams})


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def share(slow: Slow) -> ShareTransactions:
    return ShareTransactions(cast("Any", slow), monotonic)


def push(share: ShareTransactions, projection: Projection = PROFILES, generation: int = 1) -> Checkpoint:
    return share(projection, generation, Checkpoint(a_stream()), version=9, until=monotonic() + WAIT_SECONDS)


def pushed(share: ShareTransactions, slow: Slow, pool: ThreadPoolExecutor, number: int) -> list[Future[Checkpoint]]:
    """Push once, and while that is being worked on, push for so many others."""
    first = pool.submit(push, share)
    eventually(lambda: slow.taken)
    others = [pool.submit(push, share) for _ in range(number)]
    eventually(lambda: len(share._turns["profiles", 1]._waiting) == number)
    return [first, *others]


def test_those_who_wait_are_taken_along_together(share: ShareTransactions, slow: Slow) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = pushed(share, slow, pool, 8)
        slow.may_go.set()
        checkpoints = [future.result(WAIT_SECONDS) for future in futures]
    assert [len(streams) for streams in slow.taken] == [1, 8]
    assert [checkpoint.version for checkpoint in checkpoints] == [1] + [2] * 8
    assert {checkpoint.stream for checkpoint in checkpoints[1:]} == slow.taken[1], "each is told of its own stream"


@pytest.mark.parametrize("fault", [Unavailable("no answer"), TypeError("not ours")], ids=["ours", "foreign"])
def test_a_fault_is_everyones_who_shared_the_transaction_and_nobody_elses(
    share: ShareTransactions, slow: Slow, fault: Exception
) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = pushed(share, slow, pool, 3)
        slow.fault = fault
        slow.may_go.set()
        for future in futures:
            with pytest.raises(type(fault)):
                future.result(WAIT_SECONDS)
    slow.fault = None
    assert push(share).version == 3


@pytest.mark.parametrize("others", [(PROFILES, 2), (Interests(), 1)], ids=["generation", "projection"])
def test_no_view_waits_for_another_or_is_taken_for_it(
    share: ShareTransactions, slow: Slow, others: tuple[Projection, int]
) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = [pool.submit(push, share, *view) for view in ((PROFILES, 1), others)]
        try:
            eventually(lambda: len(slow.taken) == 2)
        finally:
            slow.may_go.set()
        assert all(future.result(WAIT_SECONDS) for future in futures)
    assert set(slow.views) == {("profiles", 1), (others[0].name, others[1])}
