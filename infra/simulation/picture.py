"""The picture: for each play a column, for each queue a panel over the hours, as SVG."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from infra.simulation.play import Moment
from infra.simulation.scenario import HOUR, Scenario

WIDTH, HEIGHT, GAP, LEFT, TOP = 420, 110, 46, 70, 60
TICKS: Final = 4
STYLE: Final = (
    "text{font:11px sans-serif;fill:#444}.t{font-size:13px;font-weight:bold}.l{fill:#3b6ea8;fill-opacity:.35;"
    "stroke:#3b6ea8;stroke-width:1.2}.o{fill:#d9822b;fill-opacity:.18}.b{fill:#b03a48;fill-opacity:.18}"
    ".g{stroke:#ddd}.w{fill:#fff}"
)


@dataclass(frozen=True)
class Panel:
    title: str
    of: Callable[[Moment], float]
    unit: float
    suffix: str


PANELS: Final = (
    Panel("Rows in the outbox", lambda one: one.outbox, 1e6, " M"),
    Panel("Messages that wait to be pushed", lambda one: one.waiting, 1e6, " M"),
    Panel("Messages that fail, and come again", lambda one: one.failing, 1e6, " M"),
    Panel("Parked streams", lambda one: one.parked, 1e6, " M"),
    Panel("Nodes that are busy", lambda one: one.busy, 0.01, " %"),
)


def picture(plays: Sequence[tuple[Scenario, list[Moment]]]) -> str:
    """Draw both to the same scale, so that they can be compared."""
    width, height = LEFT + len(plays) * (WIDTH + LEFT), TOP + len(PANELS) * (HEIGHT + GAP)
    parts = [part for column, (scenario, _) in enumerate(plays) for part in _head(column, scenario)]
    for row, panel in enumerate(PANELS):
        highest = max(panel.of(one) for _, moments in plays for one in moments) or panel.unit
        for column, (scenario, moments) in enumerate(plays):
            parts += _panel(
                LEFT + column * (WIDTH + LEFT), TOP + row * (HEIGHT + GAP), panel, highest, scenario, moments
            )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f'<style>{STYLE}</style>\n<rect class="w" width="{width}" height="{height}"/>\n{body}\n</svg>\n'
    )


def _head(column: int, scenario: Scenario) -> Iterator[str]:
    yield f'<text class="t" x="{LEFT + column * (WIDTH + LEFT)}" y="22">{scenario.name}</text>'


def _panel(  # noqa: PLR0913, PLR0917 - a place, what is drawn, and its scale
    left: int, top: int, panel: Panel, highest: float, scenario: Scenario, moments: list[Moment]
) -> Iterator[str]:
    def x(second: float) -> float:
        return round(left + second / (scenario.hours * HOUR) * WIDTH, 1)

    for kind, span in (("o", scenario.outage), ("b", scenario.bad_deployment)):
        begin, end = x(span.begins), x(span.ends)
        yield f'<rect class="{kind}" x="{begin}" y="{top}" width="{round(end - begin, 1)}" height="{HEIGHT}"/>'
    bottom = top + HEIGHT
    every = max(len(moments) // WIDTH, 1)
    # Of each group of moments the highest, so that no peak is lost.
    groups = (moments[first : first + every] for first in range(0, len(moments), every))
    points = " ".join(
        f"{x(group[0].second)},{round(bottom - max(map(panel.of, group)) / highest * HEIGHT, 1)}" for group in groups
    )
    yield f'<polygon class="l" points="{left},{bottom} {points} {left + WIDTH},{bottom}"/>'
    yield f'<line class="g" x1="{left}" y1="{bottom}" x2="{left + WIDTH}" y2="{bottom}"/>'
    yield f'<text x="{left}" y="{top - 6}">{panel.title}</text>'
    yield f'<text x="{left - 6}" y="{top + 10}" text-anchor="end">{highest / panel.unit:,.0f}{panel.suffix}</text>'
    for hour in range(0, int(scenario.hours) + 1, max(int(scenario.hours) // TICKS, 1)):
        yield f'<text x="{x(hour * HOUR)}" y="{bottom + 14}" text-anchor="middle">{hour} h</text>'
