"""`onewrite status`: what runs here, and whether every part of it answers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from onewrite.adapters.reports import report_as_json
from onewrite.cli.answers import function_answers, pubsub_answers, spanner_answers
from onewrite.cli.local import LocalOption, LocalSystem, find
from onewrite.cli.operator import system as operated
from onewrite.cli.output import print_json
from onewrite.cli.reconcile import show
from onewrite.settings import names_a_system

NOT_READY = 3
PATIENCE = 2.0


@dataclass(frozen=True)
class Part:
    name: str
    place: str
    answers: bool


def status(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print data only.")] = False,
    local: LocalOption = None,
) -> None:
    """Ask every part of the local system whether it is ready, and how far each view is. Exit code 3 when not ready."""
    if names_a_system():
        return _of_named_system(local, as_json=as_json)
    system = find(local)
    parts = ask(system) if system else []
    ready = bool(parts) and all(part.answers for part in parts)
    views = (
        report_as_json(operated(local).operate.reconcile(heal=False)) if system and ready and system.spanner else None
    )
    if as_json:
        print_json({**describe(system, ready=ready), "views": views})
    elif system:
        show_parts(system, parts)
        if views:
            show(views)
    else:
        typer.echo("Nothing is recorded as running here: start it with `make up`.", err=True)
    raise typer.Exit(0 if ready else NOT_READY)


def _of_named_system(local: Path | None, *, as_json: bool) -> None:
    """A system in the cloud answers through its views; its functions have their own health checks."""
    views = report_as_json(operated(local).operate.reconcile(heal=False))
    if as_json:
        print_json({"ready": True, "views": views})
    else:
        show(views)


def ask(system: LocalSystem) -> list[Part]:
    """Every part at the same time, so that one that hangs costs the others nothing."""
    with ThreadPoolExecutor() as threads:
        asked = [
            (name, url, threads.submit(function_answers, url, within=PATIENCE))
            for name, url in system.functions.items()
        ]
        if spanner := system.spanner:
            asked.append(("Spanner", spanner.host, threads.submit(spanner_answers, spanner.host, within=PATIENCE)))
        if pubsub := system.pubsub:
            asked.append(("Pub/Sub", pubsub.host, threads.submit(pubsub_answers, pubsub.host, within=PATIENCE)))
        return [Part(name, place, answer.result()) for name, place, answer in asked]


def describe(system: LocalSystem | None, *, ready: bool) -> dict[str, Any]:
    if system is None:
        return {"ready": False, "functions": {}, "spanner": None, "pubsub": None, "relay": []}
    recorded = system.model_dump(mode="json", include={"functions", "spanner", "pubsub", "relay"})
    return {"ready": ready, **recorded}


def show_parts(system: LocalSystem, parts: list[Part]) -> None:
    table = Table("part", "where", "answers", caption=f"relay: {', '.join(system.relay) or 'none'}")
    for part in parts:
        table.add_row(part.name, part.place, "[green]yes[/]" if part.answers else "[red]no[/]")
    Console().print(table)
