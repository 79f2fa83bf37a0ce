"""`onewrite status`: shows which parts of the local system are ready, and how far each view is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from onewrite.adapters.reports import report_as_json
from onewrite.cli import operator
from onewrite.cli.commands.reconcile import show
from onewrite.cli.exit_codes import NOT_READY
from onewrite.cli.local_option import LocalOption
from onewrite.cli.output import print_json
from onewrite.cli.system_parts import probe_parts, show_parts
from onewrite.local.system import LocalSystem, find


@dataclass(frozen=True)
class Views:
    """How far each view is, or the error that prevented reading it."""

    report: dict[str, Any] | None = None
    failure: Exception | None = None


def status(*, as_json: operator.JsonOption = False, local: LocalOption = None) -> None:
    """Show whether every part of the local system is ready, and how far each view is. Exit code 3 when not ready."""
    # Of a system in the cloud only the views are read; its functions have their own health checks.
    is_named = operator.is_named(local)
    system = None if is_named else find(local)
    parts = probe_parts(system) if system else []
    ready = is_named or (bool(parts) and all(part.responds for part in parts))
    views = _read_views(local) if ready and (is_named or (system and system.spanner)) else Views()
    ready = ready and not views.failure
    if as_json:
        print_json({"ready": ready, **({} if is_named else _as_json(system)), "views": views.report})
    else:
        if system:
            show_parts(system, parts)
        elif not is_named:
            typer.echo("Nothing runs here: start it with `make up`.", err=True)
        if views.report:
            show(views.report)
    if views.failure:
        raise views.failure
    if not ready:
        raise typer.Exit(NOT_READY)


def _read_views(local: Path | None) -> Views:
    try:
        return Views(report_as_json(operator.system(local).operate.reconcile(heal=False)))
    except Exception as failure:  # noqa: BLE001 - raised again after the rest has been printed
        return Views(failure=failure)


def _as_json(system: LocalSystem | None) -> dict[str, Any]:
    if system is None:
        return {"functions": {}, "spanner": None, "pubsub": None, "relay": []}
    return system.model_dump(mode="json", include={"functions", "spanner", "pubsub", "relay"})
