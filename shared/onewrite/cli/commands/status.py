"""`onewrite status`: shows which parts of the local system are ready, and how far views and consumer groups are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from json import dumps
from typing import Annotated, Any

import typer

from onewrite.cli.commands.reconcile import show
from onewrite.cli.exit_codes import NOT_READY, line_and_code_of
from onewrite.cli.groups import show_groups
from onewrite.cli.options import JsonOption
from onewrite.cli.output import drawn, print_json, say
from onewrite.cli.parts import Part, parts_as_json, probe_parts, show_parts
from onewrite.cli.systems.choice import OPERATE_VIEWS, Choice, chosen
from onewrite.cli.watching import watch
from onewrite.local.system import LocalSystem

#: Of events that were set aside, so many are read.
MOST_TOLD = 1000
NOTHING_RUNS = "Nothing runs here: start it with `make up`."
WatchOption = Annotated[bool, typer.Option("--watch", help="Look every two seconds, until Ctrl-C.")]
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


@dataclass(frozen=True)
class Found:
    """A system, as somebody looked at it: its parts on this machine, and its views if they can be asked for."""

    project: str | None
    system: LocalSystem | None
    parts: Sequence[Part]
    views: Views

    @property
    def is_ready(self) -> bool:
        return bool(self.project or self.parts) and all(part.is_ready for part in self.parts) and self.views.are_served

    def print(self) -> None:
        if self.system:
            show_parts(self.system, self.parts)
        if self.views.report:
            show(self.views.report)
        if self.views.groups:
            show_groups(self.views.groups)
        if self.views.unpublishable:
            say(_set_aside(len(self.views.unpublishable)))

    def as_json(self) -> dict[str, Any]:
        places = {} if self.project else parts_as_json(self.system, self.parts)
        views = self.views
        found = {"views": views.report, "groups": views.groups, "unpublishable": views.unpublishable}
        return {"ready": self.is_ready, **places, **found}


def status(
    context: typer.Context, *, full: FullOption = False, watching: WatchOption = False, as_json: JsonOption = False
) -> None:
    """Show which parts of the local system are ready, and how far views and consumer groups are.

    What is counted stream by stream is what the reconciler found in its last walk.

    Exit code 3 when not ready.
    """
    choice = chosen(context)
    if watching:
        watch(lambda: _drawn(_look(choice, full=full), as_json=as_json))
        return
    found = _look(choice, full=full)
    if as_json:
        print_json(found.as_json())
    else:
        if not (found.project or found.system):
            typer.echo(NOTHING_RUNS, err=True)
        found.print()
    if found.views.failure:
        raise found.views.failure
    if not found.is_ready:
        raise typer.Exit(NOT_READY)


def _look(choice: Choice, *, full: bool) -> Found:
    # Of a system in the cloud only the views are read; its functions have their own health checks.
    system = None if choice.project else choice.saved_system()
    parts = probe_parts(system) if system else []
    can_be_asked = choice.project or any(part.is_ready for part in parts if part.name == OPERATE_VIEWS)
    return Found(choice.project, system, parts, _read_views(choice, full=full) if can_be_asked else Views())


def _drawn(found: Found, *, as_json: bool) -> str:
    """Return what is shown of it while it is watched, with what is wrong as its last line."""
    if as_json:
        return dumps(found.as_json())
    failure = found.views.failure
    wrong = line_and_code_of(failure)[0] if failure else "" if found.project or found.system else NOTHING_RUNS
    return f"{drawn(found.print)}{wrong}".rstrip()


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
