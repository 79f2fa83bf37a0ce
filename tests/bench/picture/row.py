"""One line of the picture: a figure, turned so that more is better."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, Self

from tests.bench.picture.style import shortened

MOST_CHARACTERS: Final = 55
#: Of a benchmark with more lines those are drawn that are nearest to missing their bar.
MOST_LINES: Final = 4


@dataclass(frozen=True)
class Row:
    """How many times as good a figure is as what stands beside it, and as it should be."""

    bench: str
    what: str
    lowest: float
    median: float
    highest: float
    bar: float
    is_met: bool
    ratio: str
    least: str

    @property
    def reached(self) -> float:
        """How far it is beyond its bar: from 1 on the bar is met."""
        return self.median / self.bar

    @classmethod
    def of(cls, figure: dict[str, Any]) -> Self:
        ratio, bar = figure["ratio"], figure["bar"]["ratio"]
        is_cost = figure["bar"]["side"] == "at most"
        parts = [ratio["lowest"], ratio["median"], ratio["highest"]]
        lowest, median, highest = [1 / part for part in reversed(parts)] if is_cost else parts
        beside = "" if figure["beside"] == "floor" else f", beside {figure['beside'].removeprefix('of ')}"
        return cls(
            bench=figure["bench"],
            what=shortened(f"{figure['what']}{beside}", MOST_CHARACTERS),
            lowest=lowest,
            median=median,
            highest=highest,
            bar=1 / bar if is_cost else bar,
            is_met=figure["met"],
            ratio=f"{ratio['median']:.3g}" if ratio["median"] >= 10 else f"{ratio['median']:.2f}",
            least=f"{'≤' if is_cost else '≥'} {bar:g}",
        )


def has_place(figure: dict[str, Any]) -> bool:
    return bool(figure["bar"] and figure["ratio"] and figure["ratio"]["lowest"] and figure["bar"]["ratio"])


def rows_of(run: dict[str, Any]) -> list[Row]:
    """Return the rows of the figures with a bar, in their order; a ratio of zero has no place on the scale."""
    found: list[Row] = []
    for _, figures in groupby(run["figures"], key=itemgetter("bench")):
        rows = [Row.of(figure) for figure in figures if has_place(figure)]
        nearest = sorted(rows, key=lambda row: row.reached)[:MOST_LINES]
        found += [row for row in rows if row in nearest]
    return found
