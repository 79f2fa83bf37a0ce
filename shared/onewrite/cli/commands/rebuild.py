"""`onewrite rebuild`, `pause`, `resume`: build a new generation beside the one that answers."""

from typing import Annotated, Any

import typer

from onewrite.cli.commands.verify import differences_of, print_verdict
from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption, ProjectionArgument, ReasonOption, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.progress.rebuild import counts_of, work_and_show
from onewrite.cli.progress.verify import verify_and_show
from onewrite.cli.systems.choice import chosen
from onewrite.cli.systems.operations import Operations

DetachOption = Annotated[bool, typer.Option("--detach", help="Leave the work to the function rebuild_views.")]


def rebuild(
    context: typer.Context,
    projection: ProjectionArgument,
    *,
    detach: DetachOption = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Build a new generation and verify it, without switching to it.

    Exit code 1 when it differs or was stopped.
    """
    operations = chosen(context).operations_to_change(f"Rebuild {projection}", yes=yes)
    started = operations.act("rebuild", projection=projection, reason=reason)
    _go_on(operations, started, reason, detach=detach, as_json=as_json)


def resume(
    context: typer.Context,
    projection: ProjectionArgument,
    *,
    detach: DetachOption = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Go on with a rebuild that was paused, or whose workers died.

    Exit code 1 when it differs or was stopped.
    """
    operations = chosen(context).operations_to_change(f"Resume the rebuild of {projection}", yes=yes)
    started = operations.act("resume", projection=projection, reason=reason)
    _go_on(operations, started, reason, detach=detach, as_json=as_json)


def pause(
    context: typer.Context,
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Stop every worker after the streams that it is working on."""
    operations = chosen(context).operations_to_change(f"Pause the rebuild of {projection}", yes=yes)
    _print(operations.act("pause", projection=projection, reason=reason), as_json=as_json)


def _go_on(operations: Operations, started: dict[str, Any], reason: str | None, *, detach: bool, as_json: bool) -> None:
    """Work on the rebuild until it is complete and verify it; with `detach`, only print its progress."""
    if detach:
        _print(started, as_json=as_json)
        return
    projection, generation = started["projection"], started["generation"]
    progress = work_and_show(operations, started, quiet=as_json)
    if progress is None:
        _end_without_it(operations, started, as_json=as_json)
    elif not _is_complete(progress):
        _print(progress, as_json=as_json)
        end(fine=False)
    verdict = verify_and_show(operations, projection, reason, quiet=as_json)
    if generation not in verdict["generations"]:
        _end_without_it(operations, started, as_json=as_json)
    print_verdict(verdict, as_json=as_json)
    # The active generation may differ from today's code: that may be why it is rebuilt.
    equals = not differences_of(verdict, generation)
    if equals and not as_json:
        say(f"Switch to generation {generation}: `onewrite switch {projection}`")
    end(fine=equals)


def _is_complete(progress: dict[str, Any]) -> bool:
    """Tell whether all is done; before the streams are cut into ranges, nothing is."""
    return bool(0 < progress["ranges"] == progress["done"])


def _end_without_it(operations: Operations, started: dict[str, Any], *, as_json: bool) -> None:
    """Print whether the generation, which is no longer being built, was switched to or cancelled, and end."""
    projection, generation = started["projection"], started["generation"]
    [known] = operations.read("generations", projection=projection)
    state = "switched to" if generation in known["kept"] else "cancelled"
    if as_json:
        print_json({"projection": projection, "generation": generation, "state": state})
    else:
        say(f"{projection} generation {generation} was {state} meanwhile: see `onewrite log`")
    end(fine=False)


def _print(progress: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(progress)
        return
    state = progress["state"].replace("_", " ")
    say(f"{progress['projection']} generation {progress['generation']} is {state}: {counts_of(progress)}")
