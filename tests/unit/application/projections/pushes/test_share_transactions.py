"""Pushes that arrive together are applied together, and each is told what became of its own stream."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import Any, cast

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.pushes.share_transactions import ShareTransactions
from onewrite.application.projections.pushes.ticket import Ticket
from onewrite.application.projections.steps.step import Advanced, Part
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable, ViewBehind
from tests.support.data.builders import a_stream
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

PROFILES, INTERESTS = ("profiles", 1), ("interests", 1)
BOTH = (PROFILES, INTERESTS)


class Slow:
    """An advance that takes until it is let go, and can fail."""

    taken: list[dict[Target, set[StreamId]]]

    def __init__(self) -> None:
        self.taken = []
        self.may_go = Event()
        self.fault: Exception | None = None
        #: Where all streams have more after the first transaction.
        self.leaves_once = set[Target]()

    def step_together(self, parts: Sequence[Part], *, known: Mapping[StreamId, int]) -> Mapping[Target, Advanced]:
        assert set(known) == set().union(*(part.streams for part in parts))
        self.taken.append({part.target: set(part.streams) for part in parts})
        number = len(self.taken)
        assert self.may_go.wait(WAIT_SECONDS)
        if self.fault:
            raise self.fault
        leaves, self.leaves_once = self.leaves_once, set()
        return {
            part.target: Advanced(
                {stream: Checkpoint(stream, number) for stream in part.streams},
                left=frozenset(part.streams if part.target in leaves else ()),
            )
            for part in parts
        }


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def share(slow: Slow) -> ShareTransactions:
    return ShareTransactions(ACCOUNTS, cast("Any", slow), monotonic)


def push(share: ShareTransactions, line: tuple[Target, ...] = BOTH, behind: tuple[Target, ...] = BOTH) -> Ticket:
    stream = a_stream()
    known = dict.fromkeys(behind, Checkpoint(stream))
    return share(line, stream, known, version=9, until=monotonic() + WAIT_SECONDS)


def versions(ticket: Ticket) -> list[int]:
    return [known.version for known in ticket.checkpoints.values()]


def pushed(share: ShareTransactions, slow: Slow, pool: ThreadPoolExecutor, number: int) -> list[Future[Ticket]]:
    """Push once, and while that is being worked on, push for so many others."""
    first = pool.submit(push, share)
    eventually(lambda: slow.taken)
    others = [pool.submit(push, share) for _ in range(number)]
    eventually(lambda: len(share._lines[BOTH]._waiting) == number)
    return [first, *others]


def test_those_who_wait_are_taken_along_together(share: ShareTransactions, slow: Slow) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = pushed(share, slow, pool, 8)
        slow.may_go.set()
        tickets = [future.result(WAIT_SECONDS) for future in futures]
    assert [len(streams) for parts in slow.taken for streams in parts.values()] == [1, 1, 8, 8]
    assert [versions(ticket) for ticket in tickets] == [[1, 1]] + [[2, 2]] * 8
    assert {ticket.stream for ticket in tickets[1:]} == slow.taken[1][PROFILES], "each is told of its own stream"


def test_a_stream_is_taken_along_only_where_it_is_behind(share: ShareTransactions, slow: Slow) -> None:
    slow.may_go.set()
    ticket = push(share, behind=(INTERESTS,))
    assert slow.taken == [{INTERESTS: {ticket.stream}}]


def test_a_stream_is_taken_along_again_only_where_it_has_more(share: ShareTransactions, slow: Slow) -> None:
    slow.may_go.set()
    slow.leaves_once.add(INTERESTS)
    ticket = push(share)
    assert [set(parts) for parts in slow.taken] == [{*BOTH}, {INTERESTS}]
    assert versions(ticket) == [1, 2]


def test_one_whose_time_is_up_is_told_so_and_stands_in_no_line(share: ShareTransactions, slow: Slow) -> None:
    stream = a_stream()
    ticket = share(BOTH, stream, dict.fromkeys(BOTH, Checkpoint(stream)), version=9, until=monotonic() - 1)
    assert [type(problem) for problem in ticket.problems] == [ViewBehind, ViewBehind]
    assert (share._lines[BOTH]._waiting, slow.taken) == ([], [])


@pytest.mark.parametrize("fault", [Unavailable("no answer"), TypeError("not ours")], ids=["ours", "foreign"])
def test_a_fault_is_everyones_who_shared_the_transaction_and_nobody_elses(
    share: ShareTransactions, slow: Slow, fault: Exception
) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = pushed(share, slow, pool, 3)
        slow.fault = fault
        slow.may_go.set()
        for future in futures:
            assert [*future.result(WAIT_SECONDS).problems] == [fault, fault]
    slow.fault = None
    assert versions(push(share)) == [3, 3]


@pytest.mark.parametrize("other", [(("profiles", 2),), (INTERESTS,)], ids=["generation", "projection"])
def test_no_line_waits_for_another_or_is_taken_for_it(
    share: ShareTransactions, slow: Slow, other: tuple[Target, ...]
) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = [pool.submit(push, share, line, line) for line in ((PROFILES,), other)]
        try:
            eventually(lambda: len(slow.taken) == 2)
        finally:
            slow.may_go.set()
        assert all(future.result(WAIT_SECONDS) for future in futures)
    assert {target for parts in slow.taken for target in parts} == {PROFILES, *other}
