"""`onewrite record`: who did what to the views, when and why."""

from datetime import datetime
from typing import Annotated, Any

import typer

from onewrite.adapters.reports import performed_as_json
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, system
from onewrite.cli.output import print_json, print_table

COLUMNS = ("performed_at", "operation", "projection", "stream_id", "actor", "reason")


def record(
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """List the newest operations, the newest first."""
    told = [performed_as_json(performed) for performed in system(local).operate.operations.newest(limit=limit)]
    if as_json:
        print_json(told)
    else:
        print_table(COLUMNS, [[_shown(one[name]) for name in COLUMNS] for one in told], empty="Nothing was done yet.")


def _shown(cell: Any) -> Any:
    """Short enough for a terminal; `--json` has the details too."""
    return f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else cell
