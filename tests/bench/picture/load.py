"""The lower part of the picture: the whole system under the load of more and more clients (B11)."""

import re
from typing import Any, Final

from tests.bench.picture.style import FAINT, INK, LINE, MET, NUMBER, OTHER, PAPER, SMALL

CLIENTS: Final = re.compile(r"(\d+) clients?: (.+)")
#: What is drawn as a curve, and its colour.
CURVES: Final = {"commands accepted": OTHER, "commands in all views": MET}
PROCESSOR: Final = "processor, "
#: Processes that take less are left out.
MOST_PROCESSES: Final = 7
#: Inches.
HIGH, TITLE, BELOW = 1.5, 0.45, 0.55


def load_of(run: dict[str, Any]) -> dict[str, dict[int, float]]:
    """Return the medians of B11 by what they are of, and by the number of clients."""
    found: dict[str, dict[int, float]] = {}
    for figure in run["figures"]:
        if figure["bench"] == "B11" and (named := CLIENTS.fullmatch(figure["what"])) and not figure["bar"]:
            found.setdefault(named[2], {})[int(named[1])] = figure["ours"]["median"]
    return found


def inches_of(load: dict[str, dict[int, float]]) -> float:
    """How high this part is; nothing without curves."""
    return TITLE + HIGH + BELOW if CURVES.keys() & load.keys() else 0.0


def draw_load(whole: Any, load: dict[str, dict[int, float]], *, top: float, height: float) -> None:
    """Draw both panels, from so many inches below the top of the picture."""
    if not inches_of(load):
        return
    bottom = 1 - (top + TITLE + HIGH) / height
    above = 1 - (top + TITLE / 2) / height
    whole.text(NUMBER, above, "B11", va="center", weight="bold")
    whole.text(0.05, above, "the whole system: commands a second, by clients at once", va="center")
    draw_curves(whole.add_axes((0.09, bottom, 0.33, HIGH / height)), load)
    processors = {what.removeprefix(PROCESSOR): figures for what, figures in load.items() if what.startswith(PROCESSOR)}
    if processors:
        [clients] = {number for figures in processors.values() for number in figures}
        whole.text(0.53, above, f"with {clients} clients: processor time for a command, by process", va="center")
        taken = {name: figures[clients] for name, figures in processors.items()}
        draw_processors(whole.add_axes((0.69, bottom, 0.24, HIGH / height)), taken)


def draw_curves(axes: Any, load: dict[str, dict[int, float]]) -> None:
    clients = sorted({number for what in CURVES.keys() & load.keys() for number in load[what]})
    for what, colour in CURVES.items():
        figures = [load.get(what, {}).get(number) for number in clients]
        axes.plot(figures, color=colour, marker="o", markersize=4, linewidth=1.8, label=what.removeprefix("commands "))
    axes.set_xticks(range(len(clients)), [str(number) for number in clients])
    axes.set(facecolor=PAPER, ylim=(0, None))
    axes.margins(x=0.12)
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.legend(loc="lower right", frameon=False, fontsize=SMALL)
    _plain(axes)


def draw_processors(axes: Any, taken: dict[str, float]) -> None:
    largest = sorted(taken, key=lambda name: taken[name], reverse=True)[:MOST_PROCESSES]
    places = range(len(largest), 0, -1)
    axes.barh(list(places), [taken[name] for name in largest], height=0.66, color=OTHER, alpha=0.75)
    axes.set_yticks(list(places), largest)
    for place, name in zip(places, largest, strict=True):
        axes.text(taken[name], place, f" {taken[name]:.1f} ms", va="center", fontsize=SMALL, color=INK)
    axes.set(facecolor=PAPER, xticks=[], xlim=(0, max(taken.values()) * 1.3))
    _plain(axes)


def _plain(axes: Any) -> None:
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelcolor=FAINT, labelsize=SMALL)
