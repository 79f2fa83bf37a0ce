"""The upper part of the picture: each figure beside its floor, with the bar that it should reach."""

from math import copysign, exp, log
from typing import Any, Final

import matplotlib as mpl
import numpy as np

from tests.bench.picture.row import Row
from tests.bench.picture.style import (
    BAR,
    END,
    FAINT,
    GOAL,
    INK,
    LINE,
    MET,
    MISSED,
    NUMBER,
    PAPER,
    RATIO,
    SCALE,
    TIMES,
    WHAT,
)

#: Inches of a row.
ROW: Final = 0.24
TICKS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10, 100)
#: How much the scale is stretched around 1, where most figures are; 1 would be logarithmic.
STRETCHED: Final = 0.6


def draw_ratios(whole: Any, rows: list[Row], *, top: float, height: float) -> None:
    """Draw all rows, from so many inches below the top of the picture."""
    axes = whole.add_axes((SCALE, 1 - (top + ROW * len(rows)) / height, END - SCALE, ROW * len(rows) / height))
    most = draw_scale(axes, rows)
    for place, row in enumerate(rows):
        draw_row(axes, row, len(rows) - 1 - place, most)
        is_first = place == 0 or rows[place - 1].bench != row.bench
        write_row(whole, row, 1 - (top + ROW * (place + 0.5)) / height, is_first=is_first)


def draw_scale(axes: Any, rows: list[Row]) -> float:
    """Draw the scale, with the floor in the middle of it; return where it ends."""
    least = min([0.5, *(min(row.lowest, row.bar) for row in rows)]) / 1.2
    most = max([2.0, *(max(row.highest, row.bar) for row in rows)]) * 1.3
    axes.set_xscale("function", functions=(np.vectorize(stretched), np.vectorize(shrunk)))
    axes.set(xlim=(least, most), ylim=(-0.5, len(rows) - 0.5), yticks=[], facecolor=PAPER)
    ticks = [tick for tick in TICKS if least <= tick <= most]
    axes.set_xticks(ticks, [f"{tick:g}{TIMES}" for tick in ticks], color=FAINT)
    axes.xaxis.set_minor_locator(mpl.ticker.NullLocator())
    axes.tick_params(axis="x", length=0, pad=4)
    axes.spines[:].set_visible(False)
    for tick in ticks:
        axes.axvline(tick, color=LINE, linewidth=0.6, zorder=0)
    axes.axvline(1, color=INK, linewidth=1.3, zorder=2)
    return most


def stretched(ratio: float) -> float:
    return copysign(abs(log(ratio)) ** STRETCHED, ratio - 1) if ratio > 0 else -10.0


def shrunk(place: float) -> float:
    return exp(copysign(abs(place) ** (1 / STRETCHED), place))


def draw_row(axes: Any, row: Row, place: int, most: float) -> None:
    """Draw the lane, which begins at the bar, and the figure with its spread, which should be in it."""
    colour = MET if row.is_met else MISSED
    axes.barh(place, most - row.bar, left=row.bar, height=0.72, color=GOAL, zorder=1)
    axes.plot([row.bar, row.bar], [place - 0.36, place + 0.36], color=MET, linewidth=1.4, zorder=3)
    axes.plot([row.lowest, row.highest], [place, place], color=colour, linewidth=2.4, alpha=0.5, zorder=4)
    face = colour if row.is_met else PAPER
    axes.plot(row.median, place, marker="o", markersize=6.5, color=colour, markerfacecolor=face, zorder=5)


def write_row(whole: Any, row: Row, y: float, *, is_first: bool) -> None:
    colour = MET if row.is_met else MISSED
    if is_first:
        whole.text(NUMBER, y, row.bench, va="center_baseline", weight="bold")
    whole.text(WHAT, y, row.what, va="center_baseline")
    whole.text(RATIO, y, row.ratio, va="center_baseline", color=colour, weight="bold")
    whole.text(BAR, y, row.least, va="center_baseline", color=FAINT)
