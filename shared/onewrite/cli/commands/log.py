"""`onewrite log`: shows who did what to the views, when and why."""

from datetime import datetime
from typing import Annotated, Any

import typer

from onewrite.adapters.reports import audit_entry_as_json
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, system
from onewrite.cli.output import print_json, print_table

COLUMNS = ("performed_at", "operation", "projection", "stream_id", "actor", "reason")


def log(
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """List the newest entries of the audit log, the newest first."""
    entries = [audit_entry_as_json(entry) for entry in system(local).operate.audit_log.newest(limit=limit)]
    if as_json:
        print_json(entries)
    else:
        print_table(
            COLUMNS, [[_shown(entry[name]) for name in COLUMNS] for entry in entries], empty="Nothing was done yet."
        )


def _shown(cell: Any) -> Any:
    """Shorten a time for the terminal."""
    return f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else cell
