"""`onewrite switch`, `rollback`, `cancel`, `drop`: change which generation answers and which ones are kept."""

from typing import Any

import typer

from onewrite.cli.options import (
    GenerationArgument,
    JsonOption,
    OptionalGenerationArgument,
    ProjectionArgument,
    ReasonOption,
    YesOption,
)
from onewrite.cli.output import print_json, say
from onewrite.cli.systems.choice import chosen


def switch(
    context: typer.Context,
    projection: ProjectionArgument,
    generation: OptionalGenerationArgument = None,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let a generation that was verified answer queries: by default the newest."""
    operations = chosen(context).operations_to_change(f"Switch {projection}", yes=yes)
    known = operations.act("switch", projection=projection, generation=generation, reason=reason)
    _print(known, as_json=as_json)


def rollback(
    context: typer.Context,
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Switch back to the generation that answered queries before."""
    operations = chosen(context).operations_to_change(f"Roll {projection} back", yes=yes)
    _print(operations.act("rollback", projection=projection, reason=reason), as_json=as_json)


def cancel(
    context: typer.Context,
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Drop the generation that is being built."""
    operations = chosen(context).operations_to_change(f"Cancel the rebuild of {projection}", yes=yes)
    _print(operations.act("cancel", projection=projection, reason=reason), as_json=as_json)


def drop(
    context: typer.Context,
    projection: ProjectionArgument,
    generation: GenerationArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Delete a generation that doesn't answer queries."""
    operations = chosen(context).operations_to_change(f"Drop generation {generation} of {projection}", yes=yes)
    _print(operations.act("drop", projection=projection, generation=generation, reason=reason), as_json=as_json)


def _print(known: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(known)
        return
    kept = ", ".join(map(str, known["kept"]))
    say(f"{known['projection']}: generation {known['active']} answers; kept up to date: {kept}")
