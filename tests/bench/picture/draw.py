"""Draws a run: `python -m tests.bench.picture.draw bench.json bench.png`.

It runs in the benchmarks' own environment, which has matplotlib, and imports nothing of the rest.
"""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib import pyplot as plt
from PIL import Image

from tests.bench.picture.load import draw_load, inches_of, load_of
from tests.bench.picture.ratios import ROW, draw_ratios
from tests.bench.picture.row import MOST_LINES, rows_of
from tests.bench.picture.style import (
    BAR,
    COLOURS,
    DOTS,
    END,
    FAINT,
    NUMBER,
    PAPER,
    RATIO,
    SCALE,
    SMALL,
    TEXT,
    TIMES,
    WIDTH,
)

#: Inches: above the rows, of their scale, at the end.
HEAD, TICKS, FOOT = 1.2, 0.35, 0.45
FLOOR: Final = (
    f"The floor (1{TIMES}) is Google's bare client, doing the least that has the same effect, in the same run."
)
LANES: Final = "Each figure should be in its green lane, which begins at its bar."


def draw(run: dict[str, Any], picture: Path) -> None:
    rows, load = rows_of(run), load_of(run)
    below = HEAD + ROW * len(rows) + TICKS
    height = below + inches_of(load) + FOOT
    mpl.rcParams |= TEXT
    whole = plt.figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=PAPER)
    draw_ratios(whole, rows, top=HEAD, height=height)
    draw_load(whole, load, top=below, height=height)
    write_around(whole, run, height)
    drawn = BytesIO()
    whole.savefig(drawn, facecolor=PAPER)
    Image.open(drawn).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)


def write_around(whole: Any, run: dict[str, Any], height: float) -> None:
    """Say what is what, above and below."""

    def say(x: float, below: float, text: str, **style: Any) -> None:
        whole.text(x, 1 - below / height, text, va="center", **style)

    say(NUMBER, 0.2, "Onewrite, beside the least that it could cost", fontsize=12.5, weight="bold")
    say(NUMBER, 0.47, f"{FLOOR} Costs are turned round:", color=FAINT)
    say(NUMBER, 0.65, f"right is always better. {LANES}", color=FAINT)
    above = HEAD - 0.14
    say(SCALE, above, "◀ worse", color=FAINT)
    say(END, above, "better ▶", color=FAINT, ha="right")
    say(RATIO, above, "ratio", color=FAINT)
    say(BAR, above, "bar", color=FAINT)
    machine = run["machine"]
    where = f"{run['date']} · {machine['cores']} cores, {machine['architecture']}, {machine['memory_gib']} GiB"
    dots = "dots are medians of rounds that take turns, lines the lowest to the highest"
    most = f"Of each benchmark at most {MOST_LINES} lines are drawn, those nearest to missing their bar"
    say(NUMBER, height - 0.32, f"{where} · Google's emulators · {dots}", color=FAINT, fontsize=SMALL)
    say(NUMBER, height - 0.16, most, color=FAINT, fontsize=SMALL)


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
