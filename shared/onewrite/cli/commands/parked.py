"""`onewrite parked`: lists which streams are parked, for which projection, and why."""

from typing import Annotated

import typer

from onewrite.adapters.reports import parked_as_json
from onewrite.cli.exit_codes import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, system
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
        rows = [[one[name] for name in COLUMNS] for one in found]
        print_table(COLUMNS, rows, empty=nothing_parked(projection, error_class))
    end(fine=not found)


def nothing_parked(*filters: str | None) -> str:
    """Return the sentence for an empty list; it names the filters, as they may be mistyped."""
    named = ", ".join(filter(None, filters))
    return f"Nothing is parked ({named})." if named else "Nothing is parked."
