"""A batch holds no more rows and no more bytes than fit; nothing is lost, and the order is kept."""

import pytest

from onewrite.application.batches import batches, first_batch


@pytest.mark.parametrize(
    ("sizes", "cut"),
    [
        ([], []),
        ([1], [[1]]),
        ([1, 1, 1], [[1, 1, 1]]),
        ([1, 1, 1, 1], [[1, 1, 1], [1]]),
        ([5, 5], [[5, 5]]),
        ([5, 6], [[5], [6]]),
        ([9, 1, 1, 1], [[9, 1], [1, 1]]),
        ([11, 1], [[11], [1]]),
        ([1, 99, 99, 1], [[1], [99], [99], [1]]),
    ],
)
def test_a_batch_has_at_most_three_rows_and_ten_bytes_or_one_thing_that_is_larger(
    sizes: list[int], cut: list[list[int]]
) -> None:
    assert list(batches(sizes, int, rows=3, size=10)) == cut


def test_no_more_is_asked_for_than_what_tells_where_a_batch_ends() -> None:
    asked = iter(range(1, 100))
    assert next(batches(asked, int, rows=100, size=10)) == [1, 2, 3, 4]
    assert next(asked) == 6


@pytest.mark.parametrize(
    ("sizes", "first", "is_all"),
    [
        ([], [], True),
        ([5, 5], [5, 5], True),
        ([5, 6], [5], False),
        ([11], [11], True),
        ([11, 1], [11], False),
        ([1, 1, 1], [1, 1, 1], True),
        ([1, 1, 1, 1], [1, 1, 1], False),
    ],
)
def test_the_first_batch_is_all_if_the_things_came_to_their_end(
    sizes: list[int], first: list[int], is_all: bool
) -> None:
    assert first_batch(sizes, int, rows=3, size=10) == (first, is_all)


def test_the_first_batch_reads_on_by_one_thing_at_most() -> None:
    asked = iter(range(1, 100))
    assert first_batch(asked, int, rows=100, size=10) == ([1, 2, 3, 4], False)
    assert next(asked) == 6
    assert first_batch(asked, int, rows=2, size=99) == ([7, 8], False)
    assert next(asked) == 10
