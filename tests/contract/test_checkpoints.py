"""What every store of views keeps its word on about checkpoints."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from onewrite.application.ports.views import Checkpoint, Failure, ParkedCount, Views, ViewTransaction
from tests.support.data.builders import a_stream

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
BOTH = [("profiles", 1), ("profiles", 2)]
FAILURE = Failure(3, "event-3", "UserRenamed", "ValueError", "no", 2, NOON, NOON)


def test_a_stream_without_a_checkpoint_is_at_version_0(views: Views) -> None:
    stream = a_stream()
    assert views.read_checkpoints(BOTH, stream) == dict.fromkeys(BOTH, Checkpoint(stream))


@pytest.mark.parametrize(
    "known",
    [Checkpoint(a_stream("a"), 4), Checkpoint(a_stream("b"), 2, FAILURE), Checkpoint(a_stream("c"), 2, FAILURE, NOON)],
    ids=["active", "failing", "parked"],
)
def test_a_checkpoint_is_read_as_it_was_written(views: Views, known: Checkpoint) -> None:
    views.transact("profiles", 1, lambda transaction: transaction.write([], [known]))
    assert views.read_checkpoints([("profiles", 1)], known.stream) == {("profiles", 1): known}
    assert views.transact("profiles", 1, lambda transaction: transaction.read_checkpoints([known.stream])) == {
        known.stream: known
    }


@pytest.mark.parametrize("is_read", [True, False], ids=["read before", "not read before"])
def test_a_checkpoint_is_as_it_was_written_last_whatever_it_was_before(views: Views, is_read: bool) -> None:
    stream = a_stream()

    def write(transaction: ViewTransaction, known: Checkpoint) -> None:
        if is_read:
            transaction.read_checkpoints([a_stream(), stream])
            transaction.read_checkpoints([a_stream()])
        transaction.write([], [known])

    failing = Checkpoint(stream, 2, FAILURE)
    for known in (Checkpoint(stream, 1), failing, failing.at(3), Checkpoint(stream, 3, FAILURE, NOON), failing.at(4)):
        views.transact("profiles", 1, partial(write, known=known))
        assert views.read_checkpoints([("profiles", 1)], stream) == {("profiles", 1): known}


def test_checkpoints_of_other_projections_and_generations_are_apart(views: Views) -> None:
    known = Checkpoint(a_stream(), 4)
    views.transact("profiles", 2, lambda transaction: transaction.write([], [known]))
    assert views.read_checkpoints([("profiles", 1)], known.stream)["profiles", 1].version == 0
    assert views.read_checkpoints([("interests", 2)], known.stream)["interests", 2].version == 0


def test_parked_streams_are_found_the_longest_parked_first(views: Views) -> None:
    later = Checkpoint(a_stream("later"), 2, FAILURE, datetime(2026, 1, 2, tzinfo=UTC))
    first = Checkpoint(a_stream("first"), 2, FAILURE, NOON)
    others = [Checkpoint(a_stream("failing"), 2, FAILURE), Checkpoint(a_stream("active"), 9)]
    views.transact("profiles", 1, lambda t: t.write([], [later, *others]))
    views.transact("profiles", 2, lambda t: t.write([], [first]))
    views.transact("interests", 1, lambda t: t.write([], [Checkpoint(a_stream("x"), 0, FAILURE, NOON)]))
    assert list(views.parked("profiles", limit=9)) == [(2, first), (1, later)]


def test_a_stream_that_is_released_is_parked_no_more(views: Views) -> None:
    parked = Checkpoint(a_stream(), 2, FAILURE, NOON)
    views.transact("profiles", 1, lambda t: t.write([], [parked]))
    views.transact("profiles", 1, lambda t: t.write([], [parked.at(3)]))
    assert list(views.parked("profiles", limit=9)) == []


def test_parked_streams_are_read_page_by_page_even_if_many_were_parked_at_one_time(views: Views) -> None:
    parked = [Checkpoint(a_stream(name), 2, FAILURE, NOON) for name in "abcde"]
    for generation in (1, 2):
        views.transact("profiles", generation, lambda t: t.write([], parked))
    found = list(views.parked("profiles", limit=3))
    while page := views.parked("profiles", after=found[-1], limit=3):
        assert len(page) <= 3
        found += page
    assert found == [(generation, known) for generation in (1, 2) for known in parked]


def test_what_is_parked_is_counted_in_all_generations_with_the_longest_parked(views: Views) -> None:
    assert views.count_parked("profiles") == ParkedCount(0, None)
    first, later = (Checkpoint(a_stream(), 2, FAILURE, NOON + timedelta(hours=hours)) for hours in (0, 1))
    views.transact("profiles", 1, lambda t: t.write([], [later, Checkpoint(a_stream(), 2, FAILURE)]))
    views.transact("profiles", 2, lambda t: t.write([], [first]))
    assert views.count_parked("profiles") == ParkedCount(2, NOON)
    assert views.count_parked("interests") == ParkedCount(0, None)
