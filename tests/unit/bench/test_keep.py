import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.bench.keep import BENCHMARKS, NotWhole, keep
from tests.bench.measuring.figures import Figure, a_cost, a_rate, at_least, at_most
from tests.bench.measuring.results import Results
from tests.bench.measuring.summary import BEGIN, END, NoMarks, figure_of, summary_of
from tests.bench.measuring.whole_table import whole_table

README = f"# Onewrite\n\n{BEGIN}\nwhat was measured before\n{END}\n\nmore\n"


@pytest.fixture
def results() -> Results:
    """One figure for each benchmark, of which B7 misses its bar."""
    whole = Results(seed=13)
    for name in BENCHMARKS:
        bar = 0.5 if name == "B7" else 2
        whole.add(a_cost(name, f"work {name}", "ms", {"ours": [3, 3], "floor": [2, 2]}, bar=at_most(bar)))
    return whole


def made(results: Results, folder: Path) -> Path:
    file = folder / "bench.json"
    results.write(file)
    file.with_suffix(".png").write_bytes(b"picture")
    (folder / "README.md").write_text(README)
    (folder / "page.md").write_text(README)
    return file


def test_a_whole_run_is_kept_with_its_picture_and_the_readme_has_its_summary(results: Results, tmp_path: Path) -> None:
    file = made(results, tmp_path)
    keep(file, tmp_path / "kept", tmp_path / "README.md", tmp_path / "page.md")
    assert (tmp_path / "kept/bench.json").read_text() == file.read_text()
    assert (tmp_path / "kept/bench.png").read_bytes() == b"picture"
    summary = summary_of(json.loads(file.read_text()))
    assert (tmp_path / "README.md").read_text() == f"# Onewrite\n\n{BEGIN}\n{summary}\n{END}\n\nmore\n"
    table = whole_table(json.loads(file.read_text()))
    assert (tmp_path / "page.md").read_text() == f"# Onewrite\n\n{BEGIN}\n{table}\n{END}\n\nmore\n"


def test_a_run_that_lacks_a_benchmark_is_not_kept(results: Results, tmp_path: Path) -> None:
    results.figures = [figure for figure in results.figures if figure.bench not in {"B3", "B14"}]
    with pytest.raises(NotWhole, match="nothing was measured for B3, B14"):
        keep(made(results, tmp_path), tmp_path / "kept", tmp_path / "README.md", tmp_path / "page.md")
    assert not (tmp_path / "kept").exists()
    assert (tmp_path / "README.md").read_text() == README


def test_a_run_of_which_some_is_broken_is_not_kept(results: Results, tmp_path: Path) -> None:
    results.broken.append("B8 beside protean")
    with pytest.raises(NotWhole, match="broken: B8 beside protean"):
        keep(made(results, tmp_path), tmp_path / "kept", tmp_path / "README.md", tmp_path / "page.md")


def test_a_run_without_a_picture_is_not_kept(results: Results, tmp_path: Path) -> None:
    file = made(results, tmp_path)
    file.with_suffix(".png").unlink()
    with pytest.raises(NotWhole, match="no run with a picture"):
        keep(file, tmp_path / "kept", tmp_path / "README.md", tmp_path / "page.md")


def test_a_readme_without_marks_stays_as_it_is(results: Results, tmp_path: Path) -> None:
    file = made(results, tmp_path)
    (tmp_path / "README.md").write_text("# Onewrite\n")
    with pytest.raises(NoMarks, match="write <!-- measured: begin -->"):
        keep(file, tmp_path / "kept", tmp_path / "README.md", tmp_path / "page.md")
    assert (tmp_path / "README.md").read_text() == "# Onewrite\n"
    assert not (tmp_path / "kept").exists()


def test_the_table_has_of_each_benchmark_the_line_nearest_to_missing_its_bar() -> None:
    rounds = {"ours": [2.0, 2.0], "floor": [2.0, 2.0]}
    run = run_of(
        a_rate("B1", "far beyond", "commands/s", rounds, each=10, bar=at_least(0.5)),
        a_rate("B1", "just there", "commands/s", rounds, each=10, bar=at_least(1)),
        a_rate("B1", "without a bar", "commands/s", rounds, each=10),
        a_cost("B7", "missed most", "ms", {"ours": [4, 4], "floor": [2, 2]}, bar=at_most(1.25), beside="the old way"),
        a_cost("B7", "missed", "ms", {"ours": [3, 3], "floor": [2, 2]}, bar=at_most(1.25)),
        a_cost("B9", "none of it", "calls", {"ours": [0], "floor": [1]}, bar=at_most(1)),
        a_cost("B14", "not in the table", "ms", {"ours": [3, 3], "floor": [2, 2]}, bar=at_most(1.25)),
    )
    lines = [line for line in summary_of(run).splitlines() if line.startswith("|")][2:]
    assert lines == [
        "| just there | 5 commands/s | floor 5 | 1.00 | ≥ 1 |",
        "| missed most | 4 ms | the old way 2 | **2.00**, missed | ≤ 1.25 |",
        "| none of it | 0 calls | floor 1 | 0.00 | ≤ 1 |",
    ]


def test_the_summary_says_when_and_where_it_was_measured_and_shows_the_picture() -> None:
    run = run_of() | {
        "date": "2026-11-26",
        "machine": {"cores": 2, "architecture": "x86_64", "memory_gib": 24, "system": "Linux"},
        "versions": {"python": "3.11.7"},
    }
    text = summary_of(run)
    assert "Measured on 2026-11-26: 2 cores (x86_64, 24 GiB), Python 3.11.7, Google's emulators." in text
    assert "](tests/bench/results/bench.png)" in text


def test_the_table_of_all_figures_says_why_bars_are_missed(results: Results) -> None:
    results.figures[:] = [
        a_cost("B1", "met", "ms", {"ours": [2], "floor": [2]}, bar=at_most(1)),
        a_cost("B7", "slow", "ms", {"ours": [3], "floor": [2]}, bar=at_most(1), why="the bus polls"),
        a_cost("B7", "slow as well", "ms", {"ours": [3], "floor": [2]}, bar=at_most(1)),
    ]
    text = whole_table(results.document())
    assert "| B1 | met | 2 ms | floor 2 | 1.00 | 1.00 … 1.00 | ≤ 1 | met |" in text
    assert "| B7 | slow | 3 ms | floor 2 | 1.50 | 1.50 … 1.50 | ≤ 1 | missed |" in text
    assert text.endswith(
        "Missed, and why:\n\n- **B7, slow**: the bus polls.\n- **B7, slow as well**: by noise, as far as is known."
    )


def test_a_figure_is_read_again_as_it_was_written() -> None:
    figure = a_rate("B1", "commands", "commands/s", {"ours": [2.0], "floor": [1.0]}, each=10, bar=at_least(0.9))
    without = a_cost("B7", "latency", "ms", {"ours": [2.0]})
    assert [figure_of(asdict(one) | {"met": one.is_met}) for one in (figure, without)] == [figure, without]


def run_of(*figures: Figure) -> dict[str, Any]:
    results = Results(seed=13)
    results.figures += figures
    return results.document()
