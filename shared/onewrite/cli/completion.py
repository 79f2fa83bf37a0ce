"""What a shell completes: names that the running system knows. It is never slow, and never an error."""

from contextlib import suppress
from typing import Any, Final

import typer

from onewrite.cli.systems.choice import Choice

#: Somebody has pressed Tab.
PATIENCE_SECONDS: Final = 1.0


def projections(context: typer.Context, incomplete: str) -> list[str]:
    names = [known["projection"] for known in _generations(context)]
    return [name for name in names if name.startswith(incomplete)]


def generations(context: typer.Context, incomplete: str) -> list[str]:
    """Return the numbers of the generations that don't answer."""
    kept = [
        (known["kept"], known["active"])
        for known in _generations(context)
        if known["projection"] == context.params.get("projection")
    ]
    return [str(number) for numbers, active in kept for number in numbers if number != active]


def functions(context: typer.Context, incomplete: str) -> list[str]:
    with suppress(Exception):
        return [name for name in _choice(context).running_system().functions if name.startswith(incomplete)]
    return []


def _generations(context: typer.Context) -> list[dict[str, Any]]:
    """Return those of all projections; of none if nobody on this machine can be asked at once."""
    choice = _choice(context)
    if not choice.project:
        with suppress(Exception):
            known: list[dict[str, Any]] = choice.operations(within=PATIENCE_SECONDS).read("generations")
            return known
    return []


def _choice(context: typer.Context) -> Choice:
    return Choice(context.find_root().params.get("local"))
