"""`onewrite parked`: which streams stand still, for which projection, and why."""

from typing import Annotated

import typer

from onewrite.adapters.reports import parked_as_json
from onewrite.cli.local import LocalOption
from onewrite.cli.operator import JsonOption, end, system
from onewrite.cli.output import print_json, print_table

COLUMNS = ("projection", "generation", "stream_id", "version", "error", "attempts")


def parked(
    *,
    projection: Annotated[str | None, typer.Argument(help="Only this projection.")] = None,
    error_class: Annotated[str | None, typer.Option(help="Only failures of this class.")] = None,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """List the parked streams, the longest parked first. Exit code 1 when there are any."""
    found = [parked_as_json(one) for one in system(local).operate.release.parked(projection, None, error_class)]
    if as_json:
        print_json(found)
    else:
        print_table(COLUMNS, [[one[name] for name in COLUMNS] for one in found], empty="Nothing is parked.")
    end(fine=not found)
