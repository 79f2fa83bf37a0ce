"""`onewrite rebuild`, `pause`, `resume`: build a new generation beside the live one."""

from dataclasses import asdict
from typing import Annotated

import typer

from onewrite.application.operations.rebuild.rebuild_progress import RebuildProgress
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import App
from onewrite.cli.commands.verify import tell
from onewrite.cli.endings import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, changing, me
from onewrite.cli.output import console, print_json
from onewrite.cli.progress import work_and_show

DetachOption = Annotated[bool, typer.Option("--detach", help="Leave the work to the deployed function.")]


def rebuild(
    projection: ProjectionArgument,
    *,
    detach: DetachOption = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Build a new generation and verify it, without switching to it. Exit code 1 when it differs or was stopped."""
    app, actor = changing(local, f"Rebuild {projection}", yes=yes), me(reason)
    _go_on(app, app.operate.rebuild.start(projection, actor), actor, detach=detach, as_json=as_json)


def resume(
    projection: ProjectionArgument,
    *,
    detach: DetachOption = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Go on with a rebuild that was paused, or whose workers died. Exit code 1 when it differs or was stopped."""
    app, actor = changing(local, f"Resume the rebuild of {projection}", yes=yes), me(reason)
    _go_on(app, app.operate.rebuild.resume(projection, actor), actor, detach=detach, as_json=as_json)


def pause(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Let every worker stop after the streams it has in hand."""
    app = changing(local, f"Pause the rebuild of {projection}", yes=yes)
    _say(app.operate.rebuild.pause(projection, me(reason)), as_json=as_json)


def _go_on(app: App, started: RebuildProgress, actor: Actor, *, detach: bool, as_json: bool) -> None:
    if detach:
        _say(started, as_json=as_json)
        return
    progress = work_and_show(app.operate, started, quiet=as_json)
    if progress is None:
        _say_who_was_quicker(app, started, as_json=as_json)
    elif not progress.is_complete:
        _say(progress, as_json=as_json)
        end(fine=False)
    verdict = app.operate.verify(started.projection, actor)
    if started.generation not in verdict.generations:
        _say_who_was_quicker(app, started, as_json=as_json)
    tell(verdict, as_json=as_json)


def _say_who_was_quicker(app: App, started: RebuildProgress, *, as_json: bool) -> None:
    """Tell what became of the generation in other hands, and end."""
    is_kept = app.operate.rebuild.is_kept(started.projection, started.generation)
    fate = "switched to" if is_kept else "cancelled"
    if as_json:
        print_json({"projection": started.projection, "generation": started.generation, "state": fate})
    else:
        console.print(f"{started.projection} generation {started.generation} was {fate} meanwhile: see `onewrite log`")
    end(fine=False)


def _say(progress: RebuildProgress, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(progress))
        return
    console.print(
        f"{progress.projection} generation {progress.generation} is {progress.state.replace('_', ' ')}: "
        f"{progress.done} of {progress.ranges} ranges, {progress.streams} streams, {progress.events} events"
    )
