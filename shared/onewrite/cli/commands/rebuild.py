"""`onewrite rebuild`, `pause`, `resume`: build a new generation beside the one that answers."""

from dataclasses import asdict
from typing import Annotated

import typer

from onewrite.application.operations.rebuild.rebuild_progress import RebuildProgress
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import App
from onewrite.cli.commands.verify import print_verdict
from onewrite.cli.exit_codes import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, system_to_change, this_user
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
    app, actor = system_to_change(local, f"Rebuild {projection}", yes=yes), this_user(reason)
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
    app, actor = system_to_change(local, f"Resume the rebuild of {projection}", yes=yes), this_user(reason)
    _go_on(app, app.operate.rebuild.resume(projection, actor), actor, detach=detach, as_json=as_json)


def pause(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Stop every worker after the streams that it is working on."""
    app = system_to_change(local, f"Pause the rebuild of {projection}", yes=yes)
    _print(app.operate.rebuild.pause(projection, this_user(reason)), as_json=as_json)


def _go_on(app: App, started: RebuildProgress, actor: Actor, *, detach: bool, as_json: bool) -> None:
    """Work on the rebuild until it is complete and verify it; with `detach`, only print its progress."""
    if detach:
        _print(started, as_json=as_json)
        return
    progress = work_and_show(app.operate, started, quiet=as_json)
    if progress is None:
        _end_without_it(app, started, as_json=as_json)
    elif not progress.is_complete:
        _print(progress, as_json=as_json)
        end(fine=False)
    verdict = app.operate.verify(started.projection, actor)
    if started.generation not in verdict.generations:
        _end_without_it(app, started, as_json=as_json)
    print_verdict(verdict, as_json=as_json)
    # The active generation may differ from today's code: that may be why it is rebuilt.
    equals = not verdict.by_generation.get(started.generation)
    if equals and not as_json:
        console.print(f"Switch to generation {started.generation}: `onewrite switch {started.projection}`")
    end(fine=equals)


def _end_without_it(app: App, started: RebuildProgress, *, as_json: bool) -> None:
    """Print whether the generation, which is no longer being built, was switched to or cancelled, and end."""
    is_kept = app.operate.rebuild.is_kept(started.projection, started.generation)
    state = "switched to" if is_kept else "cancelled"
    if as_json:
        print_json({"projection": started.projection, "generation": started.generation, "state": state})
    else:
        console.print(f"{started.projection} generation {started.generation} was {state} meanwhile: see `onewrite log`")
    end(fine=False)


def _print(progress: RebuildProgress, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(progress))
        return
    console.print(
        f"{progress.projection} generation {progress.generation} is {progress.state.replace('_', ' ')}: "
        f"{progress.done} of {progress.ranges} ranges, {progress.streams} streams, {progress.events} events"
    )
