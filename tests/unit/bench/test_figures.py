import json
from pathlib import Path

import pytest

from tests.bench.measuring.figures import a_cost, a_rate, at_least, at_most
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns

ROUNDS = {"ours": [2.0, 4.0, 2.5], "floor": [1.0, 3.0, 2.0]}


def test_the_ratio_of_a_rate_says_how_much_of_the_floor_is_reached_round_by_round() -> None:
    figure = a_rate("B1", "commands", "commands/s", ROUNDS, each=10, bar=at_least(0.8))
    assert (figure.ours.median, figure.ours.lowest, figure.ours.highest) == (4, 2.5, 5)
    assert figure.floor
    assert figure.floor.median == 5
    assert figure.ratio
    assert (figure.ratio.lowest, figure.ratio.median, figure.ratio.highest) == (0.5, 0.75, 0.8)
    assert figure.is_met is False


def test_the_ratio_of_a_cost_says_how_many_times_the_floor_it_is() -> None:
    figure = a_cost("B7", "latency", "ms", ROUNDS, bar=at_most(1.5))
    assert figure.ratio
    assert figure.ratio.median == pytest.approx(4 / 3)
    assert figure.is_met is True


def test_a_bar_is_met_by_just_what_it_names() -> None:
    assert a_cost("B7", "latency", "ms", {"ours": [3.0], "floor": [2.0]}, bar=at_most(1.5)).is_met is True
    assert a_rate("B1", "commands", "/s", {"ours": [2.0], "floor": [1.0]}, each=1, bar=at_least(0.5)).is_met is True


def test_a_figure_without_a_floor_has_no_verdict() -> None:
    assert a_cost("B14", "memory", "MB", {"ours": [3.0]}).is_met is None


def test_sides_take_turns_in_an_order_that_changes_and_the_first_round_is_not_counted() -> None:
    called: list[str] = []

    def side(name: str) -> float:
        called.append(name)
        return float(len(called))

    taken = take_turns(2, a=lambda: side("a"), b=lambda: side("b"))
    assert called == ["a", "b", "b", "a", "a", "b"]
    assert taken == {"a": [4.0, 5.0], "b": [3.0, 6.0]}


def test_results_are_written_for_machines_and_name_what_broke(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = Results(seed=7, broken=["test_that_broke"])
    results.add(a_cost("B10", "a request", "µs", ROUNDS, bar=at_most(1.1)))
    results.add(a_rate("B2", "commands", "/s", ROUNDS, each=1))
    results.write(tmp_path / "deep" / "bench.json")
    document = json.loads((tmp_path / "deep" / "bench.json").read_text())
    assert [figure["bench"] for figure in document["figures"]] == ["B2", "B10"]
    assert document["figures"][1]["met"] is False
    assert document["seed"] == 7
    assert document["broken"] == ["test_that_broke"]
    assert document["versions"]["google-cloud-spanner"]
    results.show()
    shown = capsys.readouterr().out
    assert "missed" in shown
    assert "test_that_broke" in shown
