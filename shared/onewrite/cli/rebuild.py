"""`onewrite rebuild`, `pause`, `resume`, `cancel`: build a new generation beside the live one."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from onewrite.application.rebuild_view import Progress as RebuildProgress
from onewrite.application.rebuild_view import RebuildView
from onewrite.bootstrap import App
from onewrite.cli.local import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, changing, end, me
from onewrite.cli.output import console, messages, print_json
from onewrite.cli.verify import tell

#: How long this process works before it looks at the whole again; others may hold what is left.
ROUND = 5.0
#: How often the progress shown is read again.
GLANCE = 0.2
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
    """Build a new generation and verify it, without switching to it. Exit code 1 when it differs."""
    app = changing(local, f"Rebuild {projection}", yes=yes)
    _go_on(app, app.operate.rebuild.start(projection, me(reason)), detach=detach, as_json=as_json)


def resume(
    projection: ProjectionArgument,
    *,
    detach: DetachOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Go on with a rebuild that was paused, or whose workers died."""
    app = changing(local, f"Resume the rebuild of {projection}", yes=yes)
    _go_on(app, app.operate.rebuild.resume(projection, me()), detach=detach, as_json=as_json)


def pause(projection: ProjectionArgument, *, as_json: JsonOption = False, local: LocalOption = None) -> None:
    """Let every worker stop after the streams it has in hand."""
    progress = changing(local, f"Pause the rebuild of {projection}", yes=True).operate.rebuild.pause(projection, me())
    _say(progress, as_json=as_json)


def cancel(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    local: LocalOption = None,
) -> None:
    """Drop the generation that is being built."""
    changing(local, f"Cancel the rebuild of {projection}", yes=yes).operate.switch.cancel(projection, me(reason))
    messages.print(f"The rebuild of {projection} is cancelled; the active generation was never touched.")


def _go_on(app: App, progress: RebuildProgress, *, detach: bool, as_json: bool) -> None:
    if detach:
        _say(progress, as_json=as_json)
        return
    if not _work_and_show(app.operate.rebuild, progress, quiet=as_json):
        _say(app.operate.rebuild.progress(progress.projection), as_json=as_json)
        end(fine=False)
    tell(app.operate.verify(progress.projection), as_json=as_json)


def _work_and_show(rebuild: RebuildView, started: RebuildProgress, *, quiet: bool) -> bool:
    """Work on ranges beside all others until none is left; False when someone paused or cancelled it."""
    columns = (TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"))
    name, generation = started.projection, started.generation
    with Progress(*columns, TimeElapsedColumn(), console=messages, disable=quiet) as bar, ThreadPoolExecutor(1) as pool:
        task = bar.add_task(f"{name} generation {generation}", total=started.ranges, counts="")
        while True:
            working = pool.submit(rebuild.work, name, generation, seconds=ROUND)
            while wait([working], timeout=GLANCE).not_done:
                bar.update(task, **_shown(rebuild.progress(name)))
            ended = working.result()
            progress = rebuild.progress(name)
            bar.update(task, **_shown(progress))
            if ended:
                return progress.is_complete


def _shown(progress: RebuildProgress) -> dict[str, Any]:
    counts = f"{progress.done}/{progress.ranges} ranges, {progress.streams} streams, {progress.events} events"
    return {"completed": progress.done, "counts": counts}


def _say(progress: RebuildProgress, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(progress))
        return
    console.print(
        f"{progress.projection} generation {progress.generation} is {progress.state.replace('_', ' ')}: "
        f"{progress.done} of {progress.ranges} ranges, {progress.streams} streams, {progress.events} events"
    )
