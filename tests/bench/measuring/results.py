"""The results of a run: printed as they come, kept in a file that machines read, and shown as one table at the end."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.measuring.figures import Figure, Spread
from tests.bench.measuring.machine import machine

COLUMNS = ("", "what", "ours", "beside it", "ratio", "lowest … highest", "bar", "")


@dataclass
class Results:
    """Collects figures, and the name of each benchmark that broke."""

    seed: int
    figures: list[Figure] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    """Versions of what has an environment of its own, which `machine()` doesn't see."""

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        print("\n" + " · ".join(cell for cell in cells(figure) if cell), flush=True)

    def document(self) -> dict[str, Any]:
        return {
            **machine(),
            "seed": self.seed,
            "other_versions": self.versions,
            "broken": self.broken,
            "figures": [asdict(figure) | {"met": figure.is_met} for figure in self.in_order()],
        }

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.document(), indent=1, ensure_ascii=False) + "\n")

    def show(self) -> None:
        table = Table(*COLUMNS, title="Onewrite, each figure beside its floor")
        for figure in self.in_order():
            table.add_row(*cells(figure), style="red" if figure.is_met is False else None)
        for name in self.broken:
            table.add_row("", name, *[""] * (len(COLUMNS) - 3), "broken", style="red")
        console = Console(width=160, soft_wrap=True)
        console.print(table)
        for figure in self.missed():
            console.print(
                f"{figure.bench}, {figure.what}: missed, {figure.why or 'by noise, as far as is known'}", markup=False
            )

    def in_order(self) -> list[Figure]:
        return sorted(self.figures, key=lambda figure: int(figure.bench.removeprefix("B")))

    def missed(self) -> Iterator[Figure]:
        return (figure for figure in self.in_order() if figure.is_met is False)


def cells(figure: Figure) -> tuple[str, ...]:
    """Return the cells of a figure's line, in the order of COLUMNS."""
    floor, ratio = figure.floor, figure.ratio
    return (
        figure.bench,
        figure.what,
        f"{shown(figure.ours)} {figure.unit}",
        f"{figure.beside} {shown(floor)}" if floor else "",
        f"{ratio.median:.2f}" if ratio else "",
        f"{ratio.lowest:.2f} … {ratio.highest:.2f}" if ratio else "",
        str(figure.bar or ""),
        {True: "met", False: "missed", None: ""}[figure.is_met],
    )


def shown(spread: Spread) -> str:
    """Return the median with three digits that count."""
    figure = spread.median
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
