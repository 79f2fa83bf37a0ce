"""Figures are added up without rounding."""

from decimal import Decimal

from onewrite.domain.views.figures import plus

GREATEST = Decimal("99999999999999999999999999999.999999999")


def test_figures_are_added_one_by_one_and_may_be_taken_away_again() -> None:
    assert plus((1, Decimal("0.1")), (2, Decimal("0.2"))) == (3, Decimal("0.3"))
    assert plus((1, Decimal("0.1")), (2, Decimal("0.2")), -1) == (-1, Decimal("-0.1"))


def test_a_sum_of_all_the_digits_of_a_column_is_exact() -> None:
    [total] = plus((Decimal("0.000000001"),), (GREATEST,))
    assert total == Decimal(10**29)
    assert plus((total,), (GREATEST,), -1) == (Decimal("0.000000001"),)
