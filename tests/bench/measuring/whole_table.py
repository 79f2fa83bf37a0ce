"""All figures of a run as a table for a page, and why bars are missed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.bench.measuring.results import COLUMNS, cells
from tests.bench.measuring.summary import figure_of, where_measured


def whole_table(run: Mapping[str, Any]) -> str:
    """Return the table of a run as Markdown, where it was measured, and a list of what is missed."""
    figures = [figure_of(written) for written in run["figures"]]
    missed = [
        f"- **{one.bench}, {one.what}**: {one.why or 'by noise, as far as is known'}."
        for one in figures
        if one.is_met is False
    ]
    versions = ", ".join(f"{name} {version}" for name, version in {**run["versions"], **run["other_versions"]}.items())
    parts = [
        f"{where_measured(run)}, with {versions}.",
        "\n".join(_rows([COLUMNS, ["---"] * len(COLUMNS), *map(cells, figures)])),
        *(["Missed, and why:", "\n".join(missed)] if missed else []),
    ]
    return "\n\n".join(parts)


def _rows(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    return (f"| {' | '.join(row)} |" for row in rows)
