from dataclasses import asdict
from typing import Any

from tests.bench.measuring.figures import Figure, a_cost, a_rate, at_least, at_most
from tests.bench.picture.row import MOST_LINES, Row, rows_of

ROUNDS = {"ours": [2.0, 5.0, 4.0], "floor": [2.0, 4.0, 2.0]}


def written(figure: Figure) -> dict[str, Any]:
    return asdict(figure) | {"met": figure.is_met}


def test_a_rate_is_drawn_as_it_is_and_a_cost_turned_round_so_that_more_is_better() -> None:
    rate = Row.of(written(a_rate("B1", "commands", "commands/s", ROUNDS, each=10, bar=at_least(0.8))))
    cost = Row.of(written(a_cost("B7", "latency", "ms", ROUNDS, bar=at_most(1.25))))
    assert (rate.lowest, rate.median, rate.highest, rate.bar) == (0.5, 0.8, 1, 0.8)
    assert (cost.lowest, cost.median, cost.highest, cost.bar) == (0.5, 0.8, 1, 0.8)
    assert (rate.ratio, rate.least, cost.ratio, cost.least) == ("0.80", "≥ 0.8", "1.25", "≤ 1.25")
    assert (rate.is_met, cost.is_met) == (True, True)


def test_what_stands_beside_a_figure_is_named_unless_it_is_the_floor() -> None:
    floor = a_cost("B3", "a command", "ms", ROUNDS, bar=at_most(1.1))
    other = a_cost("B3", "a command", "ms", ROUNDS, bar=at_most(1.1), beside="10 events")
    assert [Row.of(written(one)).what for one in (floor, other)] == ["a command", "a command, beside 10 events"]


def test_of_many_lines_those_nearest_to_missing_their_bar_are_drawn_in_their_order() -> None:
    bars = [0.1, 0.5, 0.2, 0.9, 0.3, 0.8]
    figures = [a_rate("B9", f"{bar}", "/s", ROUNDS, each=1, bar=at_least(bar)) for bar in bars]
    none = a_cost("B9", "no calls at all", "calls", {"ours": [0], "floor": [1]}, bar=at_most(1))
    without = a_rate("B9", "without a bar", "/s", ROUNDS, each=1)
    other = a_rate("B10", "another benchmark", "/s", ROUNDS, each=1, bar=at_least(0.01))
    rows = rows_of({"figures": [written(one) for one in (*figures, none, without, other)]})
    assert [row.what for row in rows] == ["0.5", "0.9", "0.3", "0.8", "another benchmark"]
    assert MOST_LINES == 4
