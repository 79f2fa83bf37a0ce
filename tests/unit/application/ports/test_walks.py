"""The streams of a rebuild are cut evenly, and never into more ranges than are wanted."""

import pytest

from onewrite.application.ports.walks import evenly

IDS = "abcdefghij"


@pytest.mark.parametrize(
    ("ids", "wanted", "cuts"),
    [
        ("", 4, ""),
        ("a", 4, ""),
        ("abc", 4, "ab"),
        (IDS, 1, ""),
        (IDS, 2, "e"),
        (IDS, 4, "cfi"),
        (IDS, 9, "bdfh"),
        (IDS, 10, "abcdefghi"),
    ],
)
def test_each_cut_is_the_last_of_as_many_ids_as_the_one_before(ids: str, wanted: int, cuts: str) -> None:
    assert "".join(evenly(list(ids), wanted)) == cuts
    assert len(cuts) < wanted
