"""`onewrite status`: what runs here, and whether every part of it answers; how far each view is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from onewrite.adapters.reports import report_as_json
from onewrite.cli import operator
from onewrite.cli.commands.reconcile import show
from onewrite.cli.endings import NOT_READY
from onewrite.cli.local_option import LocalOption
from onewrite.cli.output import print_json
from onewrite.cli.system_parts import ask, show_parts
from onewrite.local.system import LocalSystem, find


@dataclass(frozen=True)
class Views:
    """How far each view is, or why nobody can tell."""

    report: dict[str, Any] | None = None
    failure: Exception | None = None


def status(*, as_json: operator.JsonOption = False, local: LocalOption = None) -> None:
    """Ask every part of the local system whether it is ready, and how far each view is. Exit code 3 when not ready."""
    # A system in the cloud answers through its views; its functions have their own health checks.
    is_named = operator.is_named(local)
    system = None if is_named else find(local)
    parts = ask(system) if system else []
    ready = is_named or (bool(parts) and all(part.answers for part in parts))
    views = _look(local) if ready and (is_named or (system and system.spanner)) else Views()
    ready = ready and not views.failure
    if as_json:
        print_json({"ready": ready, **({} if is_named else _recorded(system)), "views": views.report})
    else:
        if system:
            show_parts(system, parts)
        elif not is_named:
            typer.echo("Nothing is recorded as running here: start it with `make up`.", err=True)
        if views.report:
            show(views.report)
    if views.failure:
        raise views.failure
    if not ready:
        raise typer.Exit(NOT_READY)


def _look(local: Path | None) -> Views:
    try:
        return Views(report_as_json(operator.system(local).operate.reconcile(heal=False)))
    except Exception as failure:  # noqa: BLE001 - it ends the command, once all that is known has been told
        return Views(failure=failure)


def _recorded(system: LocalSystem | None) -> dict[str, Any]:
    if system is None:
        return {"functions": {}, "spanner": None, "pubsub": None, "relay": []}
    return system.model_dump(mode="json", include={"functions", "spanner", "pubsub", "relay"})
