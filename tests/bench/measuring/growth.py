"""What each of many things costs, beside each of few: the same, if nothing grows with their number."""

from collections.abc import Mapping, Sequence
from statistics import median

from tests.bench.measuring.figures import Figure, a_cost, at_most


def of_many_beside_few(bench: str, what: str, taken: Mapping[int, Sequence[float]]) -> Figure:
    """`taken` are the seconds of each round, by the number of things; `what` names one of them."""
    few, many = min(taken), max(taken)
    each = {number: [seconds / number * 1e6 for seconds in rounds] for number, rounds in taken.items()}
    rounds = {"ours": each[many], "floor": [median(each[few])] * len(each[many])}
    return a_cost(bench, f"{what} of {many:,}", "µs", rounds, bar=at_most(1.1), beside=f"of {few:,}")
