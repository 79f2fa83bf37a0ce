"""What each of many costs beside each of few."""

import pytest

from tests.bench.measuring.growth import growth_beside_floor, of_many_beside_few

#: Ten take twice as long each as two, at the median of their rounds.
TAKEN = {2: [1.0, 2.0, 9.0], 10: [20.0, 20.0]}


def test_each_of_many_is_beside_the_median_of_few() -> None:
    figure = of_many_beside_few("B4", "one row", TAKEN)
    assert figure.floor
    assert figure.ratio
    assert (figure.ours.median, figure.floor.median, figure.ratio.median) == (2e6, 1e6, 2)
    assert figure.is_met is False


@pytest.mark.parametrize(("many", "is_met"), [(20.0, True), (10.0, False)])
def test_growth_counts_as_far_as_it_is_steeper_than_that_of_the_floor(many: float, *, is_met: bool) -> None:
    figure = growth_beside_floor("B6", "one stream", TAKEN, {2: [2.0], 10: [many, many]})
    assert figure.ours.median == 2
    assert figure.is_met is is_met
