"""What a generation leaves when it is dropped, and a view when it is removed: nothing."""

from collections.abc import Sequence

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Put
from onewrite.bootstrap import Adapters
from onewrite.domain.views import Table
from tests.support.checks.rows import rows_of
from tests.support.data.builders import a_stream

ROWS = {
    "profiles": Put(PROFILES, {"account_id": "ada", "name": "Ada"}),
    "interests": Put(INTERESTS, {"account_id": "ada", "interest": "tea"}),
}


@pytest.fixture
def adapters(adapters: Adapters) -> Adapters:
    """Two views, each with two generations of one row and one checkpoint."""
    for projection, row in ROWS.items():
        for generation in (1, 2):
            checkpoint = Checkpoint(a_stream("ada"), 1)
            adapters.views.transact(projection, generation, lambda t, r=row, c=checkpoint: t.write([r], [c]))  # type: ignore[misc]
    return adapters


def left(adapters: Adapters, projection: str, table: Table) -> tuple[Sequence[int], Sequence[int]]:
    """Return the number of rows in each generation, and its checkpoint's version."""
    known = adapters.views.read_checkpoints([(projection, 1), (projection, 2)], a_stream("ada"))
    rows = [len(rows_of(adapters, table, generation)) for generation in (1, 2)]
    return rows, [one.version for one in known.values()]


def test_dropping_a_generation_takes_its_rows_and_checkpoints_and_no_others(adapters: Adapters) -> None:
    for _ in range(2):
        adapters.views.drop("profiles", 2, [PROFILES])
    assert left(adapters, "profiles", PROFILES) == ([1, 0], [1, 0])
    assert left(adapters, "interests", INTERESTS) == ([1, 1], [1, 1])


def test_removing_a_view_takes_all_its_rows_and_checkpoints_and_no_others(adapters: Adapters) -> None:
    for _ in range(2):
        adapters.views.remove("profiles", ["profiles"])
    assert left(adapters, "profiles", PROFILES) == ([0, 0], [0, 0])
    assert left(adapters, "interests", INTERESTS) == ([1, 1], [1, 1])


def test_a_view_whose_table_was_dropped_can_be_removed(adapters: Adapters) -> None:
    adapters.views.remove("profiles", ["a_table_that_was_dropped", "profiles"])
    assert left(adapters, "profiles", PROFILES) == ([0, 0], [0, 0])
