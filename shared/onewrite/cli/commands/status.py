"""`onewrite status`: shows which parts of the local system are ready, and how far views and consumer groups are."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer

from onewrite.cli.commands.reconcile import show
from onewrite.cli.exit_codes import NOT_READY
from onewrite.cli.groups import show_groups
from onewrite.cli.options import JsonOption
from onewrite.cli.output import print_json, say
from onewrite.cli.parts import parts_as_json, probe_parts, show_parts
from onewrite.cli.systems.choice import OPERATE_VIEWS, Choice, chosen

#: Of events that were set aside, so many are read.
MOST_TOLD = 1000
FullOption = Annotated[bool, typer.Option("--full", help="Look at every stream now, however long it takes.")]


@dataclass(frozen=True)
class Views:
    """How far each view and each consumer group is and what can't be published, or the error that prevented reading."""

    report: dict[str, Any] | None = None
    groups: list[dict[str, Any]] | None = None
    unpublishable: list[dict[str, Any]] | None = None
    failure: Exception | None = None

    @property
    def are_served(self) -> bool:
        found = self.report["projections"].values() if self.report else ()
        return not self.failure and not any(view["problem"] for view in found)


def status(context: typer.Context, *, full: FullOption = False, as_json: JsonOption = False) -> None:
    """Show which parts of the local system are ready, and how far views and consumer groups are.

    What is counted stream by stream is what the reconciler found in its last walk.

    Exit code 3 when not ready.
    """
    # Of a system in the cloud only the views are read; its functions have their own health checks.
    choice = chosen(context)
    system = None if choice.project else choice.saved_system()
    parts = probe_parts(system) if system else []
    can_be_asked = choice.project or any(part.is_ready for part in parts if part.name == OPERATE_VIEWS)
    views = _read_views(choice, full=full) if can_be_asked else Views()
    ready = bool(choice.project or parts) and all(part.is_ready for part in parts) and views.are_served
    if as_json:
        places = {} if choice.project else parts_as_json(system, parts)
        found = {"views": views.report, "groups": views.groups, "unpublishable": views.unpublishable}
        print_json({"ready": ready, **places, **found})
    else:
        if system:
            show_parts(system, parts)
        elif not choice.project:
            typer.echo("Nothing runs here: start it with `make up`.", err=True)
        if views.report:
            show(views.report)
        if views.groups:
            show_groups(views.groups)
        if views.unpublishable:
            say(_set_aside(len(views.unpublishable)))
    if views.failure:
        raise views.failure
    if not ready:
        raise typer.Exit(NOT_READY)


def _read_views(choice: Choice, *, full: bool) -> Views:
    views = Views()
    try:
        operations = choice.operations()
        views = replace(views, report=operations.read("status", full=full))
        views = replace(views, groups=operations.read("groups"))
        return replace(views, unpublishable=operations.read("unpublishable", limit=MOST_TOLD))
    except Exception as failure:  # noqa: BLE001 - raised again after the rest has been printed
        return replace(views, failure=failure)


def _set_aside(number: int) -> str:
    them = "event was set aside, as it" if number == 1 else "events were set aside, as they"
    return f"{number} {them} can't be published: `onewrite unpublishable`"
