"""`onewrite parked`: lists which streams are parked, for which projection, and why."""

from typing import Annotated

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.options import ErrorOption, JsonOption, OptionalProjectionArgument
from onewrite.cli.output import print_json
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table

COLUMNS = {
    "view": "projection",
    "generation": "generation",
    "stream": "stream_id",
    "version": "version",
    "attempts": "attempts",
    "error": "error",
}


def parked(
    context: typer.Context,
    projection: OptionalProjectionArgument = None,
    *,
    error_class: ErrorOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many of them.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """List the parked streams, the longest parked first.

    Exit code 1 when there are any.
    """
    found = chosen(context).operations().read("parked", projection=projection, error_class=error_class, limit=limit)
    if as_json:
        print_json(found)
    else:
        rows = [[one[name] for name in COLUMNS.values()] for one in found]
        print_table(tuple(COLUMNS), rows, empty=nothing_parked(projection, error_class))
    end(fine=not found)


def nothing_parked(*filters: str | None) -> str:
    """Return the sentence for an empty list; it names the filters, as they may be mistyped."""
    named = ", ".join(filter(None, filters))
    return f"Nothing is parked ({named})." if named else "Nothing is parked."
