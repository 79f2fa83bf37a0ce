"""`onewrite release` and `onewrite skip`: resume parked streams."""

from typing import Annotated, Any

import typer

from onewrite.cli.commands.parked import nothing_parked
from onewrite.cli.exit_codes import end
from onewrite.cli.options import ErrorOption, JsonOption, ProjectionArgument, ReasonOption, StreamArgument, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.quantities import counted
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table

COLUMNS = {"stream": "stream_id", "generation": "generation", "from": "from_version", "to": "version"}


def release(
    context: typer.Context,
    projection: ProjectionArgument,
    stream_id: StreamArgument = None,
    *,
    error_class: ErrorOption = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Resume parked streams at their failed event, in order.

    Exit code 1 when one of them parks again.
    """
    operations = chosen(context).operations_to_change(f"Release streams of {projection}", yes=yes)
    which = {"projection": projection, "stream_id": stream_id, "error_class": error_class}
    _print_and_end(operations.act("release", **which, reason=reason), as_json=as_json)


def skip(
    context: typer.Context,
    projection: ProjectionArgument,
    stream_id: StreamArgument = None,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why the view can do without; kept in the audit log.")],
    error_class: ErrorOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Leave the failed event out of the view and resume after it.

    Exit code 1 when the stream parks again.
    """
    operations = chosen(context).operations_to_change(f"Skip events of {projection}", yes=yes)
    which = {"projection": projection, "stream_id": stream_id, "error_class": error_class}
    _print_and_end(operations.act("skip", **which, reason=reason), as_json=as_json)


def _print_and_end(report: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        print_released(report)
    end(fine=not report["parked_again"])


def print_released(report: dict[str, Any]) -> None:
    streams = report["streams"]
    rows = [[*(one[name] for name in COLUMNS.values()), _again(one["parked_again"])] for one in streams]
    nothing = nothing_parked(report["projection"], report["stream_id"], report["error_class"])
    print_table((*COLUMNS, "parked again"), rows, empty=nothing)
    if report["released"] > len(streams):
        say(f"… and {report['released'] - len(streams)} more")
    if report["parked_again"]:
        say(f"{_told(report)}: see `onewrite parked {report['projection']}`")
    elif streams:
        say(_told(report))


def _told(report: dict[str, Any]) -> str:
    """Return what became of them, as in `2 streams released, 1 parked again (0 at the same event; 1 KeyError)`."""
    released = f"{counted(report['released'], 'stream')} released"
    if not report["parked_again"]:
        return released
    errors = ", ".join(f"{number} {error}" for error, number in report["by_error_class"].items())
    return f"{released}, {report['parked_again']} parked again ({report['still_failing']} at the same event; {errors})"


def _again(parked_again: dict[str, Any] | None) -> str:
    return f"at version {parked_again['version']}: {parked_again['error']}" if parked_again else "no"
