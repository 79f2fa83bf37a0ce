"""`onewrite log`: shows who did what to the views, when and why."""

from datetime import datetime
from typing import Annotated, Any

import typer

from onewrite.cli.options import JsonOption
from onewrite.cli.output import print_json
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table


def log(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many of them.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List the newest entries of the audit log, the newest first."""
    entries = chosen(context).operations().read("log", limit=limit)
    if as_json:
        print_json(entries)
    else:
        print_table(("when", "who", "what", "why"), [_row(entry) for entry in entries], empty="Nothing was done yet.")


def _row(entry: dict[str, Any]) -> list[Any]:
    when = datetime.fromisoformat(entry["performed_at"])
    what = " ".join(filter(None, (entry["operation"], entry["projection"], entry["stream_id"])))
    return [f"{when:%Y-%m-%d %H:%M:%SZ}", entry["actor"], what, entry["reason"]]
