"""What each of many things costs, beside each of few: the same, if nothing grows with their number."""

from collections.abc import Mapping, Sequence
from statistics import median

from tests.bench.measuring.figures import Figure, a_cost, at_most

#: The seconds of each round, by the number of things.
BySize = Mapping[int, Sequence[float]]


def of_many_beside_few(bench: str, what: str, taken: BySize) -> Figure:
    """Compare what one of them takes; `what` names it."""
    few, many = min(taken), max(taken)
    each = {number: [seconds / number * 1e6 for seconds in rounds] for number, rounds in taken.items()}
    rounds = {"ours": each[many], "floor": [median(each[few])] * len(each[many])}
    return a_cost(bench, f"{what} of {many:,}", "µs", rounds, bar=at_most(1.1), beside=f"of {few:,}")


def growth_beside_floor(bench: str, what: str, ours: BySize, floor: BySize) -> Figure:
    """Compare how many times as long one of many takes as one of few, where the emulator takes longer itself."""
    few, many = min(ours), max(ours)

    def growth(taken: BySize) -> list[float]:
        return [seconds / many / (median(taken[few]) / few) for seconds in taken[many]]

    rounds = {"ours": growth(ours), "floor": growth(floor)}
    return a_cost(bench, f"{what}: {many:,} beside {few:,}", "times", rounds, bar=at_most(1.1))
