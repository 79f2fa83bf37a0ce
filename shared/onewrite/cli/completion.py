"""What a shell completes: names that the running system knows. It is never slow, and never an error.

Typer leaves out those that don't begin like the incomplete word.
"""

from contextlib import suppress
from typing import Any, Final

import typer

from onewrite.cli.systems.choice import Choice

#: Somebody has pressed Tab.
PATIENCE_SECONDS: Final = 1.0


def projections(context: typer.Context) -> list[str]:
    return [known["projection"] for known in _generations(context)]


def generations(context: typer.Context) -> list[str]:
    """Return the numbers of the generations that don't answer."""
    kept = [
        (known["kept"], known["active"])
        for known in _generations(context)
        if known["projection"] == context.params.get("projection")
    ]
    return [str(number) for numbers, active in kept for number in numbers if number != active]


def categories(context: typer.Context) -> list[str]:
    return [known["category"] for known in _read(context, "system").get("categories", ())]


def streams(context: typer.Context, incomplete: str) -> list[str]:
    """Return categories with their dash; behind it, the first streams that begin like this."""
    if "-" not in incomplete:
        return [f"{category}-" for category in categories(context)]
    return [seen["stream_id"] for seen in _read(context, "streams", prefix=incomplete).get("streams", ())]


def functions(context: typer.Context) -> list[str]:
    with suppress(Exception):
        return list(_choice(context).running_system().functions)
    return []


def _generations(context: typer.Context) -> list[dict[str, Any]]:
    """Return those of all projections."""
    return _read(context, "generations") or []


def _read(context: typer.Context, name: str, **fields: Any) -> Any:
    """Return a report; nothing of it if nobody on this machine can be asked at once."""
    choice = _choice(context)
    if not choice.project:
        with suppress(Exception):
            return choice.operations(within=PATIENCE_SECONDS).read(name, **fields)
    return {}


def _choice(context: typer.Context) -> Choice:
    return Choice(context.find_root().params.get("local"))
