"""`onewrite switch`, `rollback`, `cancel`, `drop`: change which generation answers and which ones are kept."""

from dataclasses import asdict
from typing import Annotated

import typer

from onewrite.application.ports.generations import Generations
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, system_to_change, this_user
from onewrite.cli.output import console, print_json


def switch(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Let the generation that was built and verified answer queries."""
    app = system_to_change(local, f"Switch {projection}", yes=yes)
    _print(projection, app.operate.switch.switch(projection, this_user(reason)), as_json=as_json)


def rollback(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Switch back to the generation that answered queries before."""
    app = system_to_change(local, f"Roll {projection} back", yes=yes)
    _print(projection, app.operate.switch.rollback(projection, this_user(reason)), as_json=as_json)


def cancel(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Drop the generation that is being built."""
    app = system_to_change(local, f"Cancel the rebuild of {projection}", yes=yes)
    _print(projection, app.operate.switch.cancel(projection, this_user(reason)), as_json=as_json)


def drop(
    projection: ProjectionArgument,
    generation: Annotated[int, typer.Argument(help="The generation's number.")],
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Delete a generation that doesn't answer queries."""
    app = system_to_change(local, f"Drop generation {generation} of {projection}", yes=yes)
    _print(projection, app.operate.switch.drop(projection, generation, this_user(reason)), as_json=as_json)


def _print(projection: str, known: Generations, *, as_json: bool) -> None:
    if as_json:
        print_json({"projection": projection, **asdict(known)})
        return
    kept = ", ".join(map(str, known.kept))
    console.print(f"{projection}: generation {known.active} answers; kept up to date: {kept}")
