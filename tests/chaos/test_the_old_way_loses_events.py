"""The argument for this project: save-then-publish through the same deaths, next to Onewrite."""

from tests.support.dual_write import compare
from tests.support.traffic import seed


def test_the_old_way_misses_what_onewrite_does_not() -> None:
    compared = compare(seed())
    print(compared)
    assert compared.missed_by_the_old_way > 0
    assert compared.missed_by_onewrite == 0
