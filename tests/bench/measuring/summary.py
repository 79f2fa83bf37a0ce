"""The summary of a run in the README: a small table and the picture, between two marks."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, Final

from tests.bench.measuring.figures import Bar, Figure, Spread
from tests.bench.measuring.results import shown

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
#: Those of which the table has a line.
SHOWN: Final = ("B1", "B2", "B4", "B5", "B6", "B7", "B8", "B9", "B10")
PICTURE: Final = "tests/bench/results/bench.png"


class NoMarks(Exception):
    """A page has no place for what was measured."""


def with_measured(page: str, measured: str) -> str:
    """Return the page with this between its marks. Raises NoMarks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise NoMarks(f"A page has no place for it: write {BEGIN} and {END} on lines of their own")
    return f"{before}{BEGIN}\n{measured}\n{END}{after}"


def summary_of(run: Mapping[str, Any]) -> str:
    """Return the table, where it was measured, and the picture."""
    lines = [line_of(figure) for name in SHOWN for figure in nearest_to_its_bar(run, name)]
    return "\n".join(
        [
            "| what | ours | beside it | ratio | bar |",
            "|---|---|---|---|---|",
            *lines,
            "",
            f"{where_measured(run)}. Of each kind of work this is",
            "the line nearest to missing its bar. All of them:",
            "",
            f"![Each figure beside its floor, with the bar that it should reach]({PICTURE})",
        ]
    )


def where_measured(run: Mapping[str, Any]) -> str:
    machine, python = run["machine"], run["versions"]["python"]
    where = f"{machine['cores']} cores ({machine['architecture']}, {machine['memory_gib']} GiB)"
    return f"Measured on {run['date']}: {where}, Python {python}, Google's emulators"


def nearest_to_its_bar(run: Mapping[str, Any], bench: str) -> Iterator[Figure]:
    """Yield the one figure of a benchmark that misses its bar most, or is nearest to; none if none has a bar."""
    found = [figure for figure in map(figure_of, run["figures"]) if figure.bench == bench and figure.bar]
    if found:
        yield min(found, key=reached)


def reached(figure: Figure) -> float:
    """Return how far it is beyond its bar: from 1 on the bar is met."""
    assert figure.bar
    assert figure.ratio
    reached, bar = figure.ratio.median, figure.bar.ratio
    if figure.bar.side == "at most":
        reached, bar = bar, reached
    return reached / bar if bar else inf


def line_of(figure: Figure) -> str:
    assert figure.floor
    assert figure.ratio
    ratio = f"{figure.ratio.median:.2f}"
    cells = (
        figure.what,
        f"{shown(figure.ours)} {figure.unit}",
        f"{figure.beside} {shown(figure.floor)}",
        ratio if figure.is_met else f"**{ratio}**, missed",
        str(figure.bar),
    )
    return f"| {' | '.join(cells)} |"


def figure_of(written: Mapping[str, Any]) -> Figure:
    """Return a figure as it was before it was written."""
    parts = {name: value for name, value in written.items() if name != "met"}
    for name in ("ours", "floor", "ratio"):
        parts[name] = parts[name] and Spread(**parts[name])
    return Figure(**{**parts, "bar": parts["bar"] and Bar(**parts["bar"])})
