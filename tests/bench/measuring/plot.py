"""Draws the figures of a run that have a bar: `python tests/bench/measuring/plot.py bench.json bench.png`.

It has an environment of its own, with matplotlib, and imports nothing of the rest.
"""

import json
import sys
from dataclasses import dataclass
from io import BytesIO
from math import copysign, exp, log
from pathlib import Path
from typing import Any, Final, Self

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from PIL import Image

#: In inches, of which each has so many dots: the width, a row, what is above and below the rows.
WIDTH, ROW, HEAD, FOOT, DOTS = 9.0, 0.24, 1.2, 0.62, 100
#: Where the columns begin, and the scale begins and ends, as shares of the width.
NUMBER, WHAT, SCALE, END, RATIO, BAR = 0.012, 0.05, 0.455, 0.885, 0.9, 0.95
INK, FAINT, LINE, MET, MISSED, GOAL, PAPER = "#1f2328", "#656d76", "#d0d7de", "#1a7f37", "#bc4c00", "#dafbe1", "#ffffff"
MOST_CHARACTERS: Final = 55
TIMES: Final = "\N{MULTIPLICATION SIGN}"
TICKS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10, 20, 50, 100, 200, 500)
#: How much the scale is stretched around 1, where most figures are; 1 would be logarithmic.
STRETCHED: Final = 0.6
#: A picture of so few colours is a fifth as large.
COLOURS: Final = 128


@dataclass(frozen=True)
class Row:
    """One figure, turned so that more is better: how many times as good it is as what stands beside it."""

    bench: str
    what: str
    lowest: float
    median: float
    highest: float
    bar: float
    is_met: bool
    ratio: str
    least: str

    @classmethod
    def of(cls, figure: dict[str, Any]) -> Self:
        ratio, bar = figure["ratio"], figure["bar"]["ratio"]
        is_cost = figure["bar"]["side"] == "at most"
        parts = [ratio["lowest"], ratio["median"], ratio["highest"]]
        lowest, median, highest = [1 / part for part in reversed(parts)] if is_cost else parts
        beside = "" if figure["beside"] == "floor" else f", beside {figure['beside']}"
        return cls(
            bench=figure["bench"],
            what=shortened(f"{figure['what']}{beside}"),
            lowest=lowest,
            median=median,
            highest=highest,
            bar=1 / bar if is_cost else bar,
            is_met=figure["met"],
            ratio=f"{ratio['median']:.3g}" if ratio["median"] >= 10 else f"{ratio['median']:.2f}",
            least=f"{'≤' if is_cost else '≥'} {bar:g}",
        )


def shortened(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1].rstrip()}…"


def draw(run: dict[str, Any], picture: Path) -> None:
    rows = [Row.of(figure) for figure in run["figures"] if figure["bar"] and figure["ratio"]]
    height = HEAD + ROW * len(rows) + FOOT
    mpl.rcParams |= {"font.family": "DejaVu Sans", "font.size": 8.5, "text.color": INK}
    whole = plt.figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=PAPER)
    axes = whole.add_axes((SCALE, FOOT / height, END - SCALE, ROW * len(rows) / height))
    most = draw_scale(axes, rows)
    for place, row in enumerate(rows):
        draw_row(axes, row, len(rows) - 1 - place, most)
    for place, row in enumerate(rows):
        is_first = place == 0 or rows[place - 1].bench != row.bench
        write_row(whole, row, (height - HEAD - ROW * (place + 0.5)) / height, is_first=is_first)
    write_around(whole, run, height)
    drawn = BytesIO()
    whole.savefig(drawn, facecolor=PAPER)
    Image.open(drawn).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)


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
    """Draw the goal, which begins at the bar, and the figure with its spread, which should be in it."""
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


def write_around(whole: Any, run: dict[str, Any], height: float) -> None:
    """Say what is what, above and below."""

    def say(x: float, inches: float, text: str, **style: Any) -> None:
        whole.text(x, inches / height, text, va="center", **style)

    say(NUMBER, height - 0.2, "Onewrite, beside the least that it could cost", fontsize=12.5, weight="bold")
    floor = f"The floor (1{TIMES}) is Google's bare client, doing the least that has the same effect, in the same run."
    say(NUMBER, height - 0.47, f"{floor} Costs are turned round:", color=FAINT)
    say(
        NUMBER,
        height - 0.65,
        "right is always better. Each figure should be in its green lane, which begins at its bar.",
        color=FAINT,
    )
    top = height - HEAD + 0.14
    say(SCALE, top, "◀ worse", color=FAINT)
    say(END, top, "better ▶", color=FAINT, ha="right")
    say(RATIO, top, "ratio", color=FAINT)
    say(BAR, top, "bar", color=FAINT)
    machine, versions = run["machine"], run["versions"]
    where = f"{run['date']} · {machine['cores']} cores, {machine['architecture']}, {machine['memory_gib']} GiB"
    with_what = f"Google's emulators · Python {versions['python']}"
    dots = "dots are medians of rounds that take turns, lines the lowest to the highest"
    say(NUMBER, 0.17, f"{where} · {with_what} · {dots}", color=FAINT, fontsize=7.5)


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
