"""`onewrite release` and `onewrite skip`: resume parked streams."""

from typing import Annotated, Any

import typer

from onewrite.cli.commands.parked import nothing_parked
from onewrite.cli.exit_codes import end
from onewrite.cli.options import ErrorOption, JsonOption, ProjectionArgument, ReasonOption, StreamArgument, YesOption
from onewrite.cli.output import print_json
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
    streams = report["streams"]
    if as_json:
        print_json(report)
    else:
        rows = [[*(one[name] for name in COLUMNS.values()), _again(one["parked_again"])] for one in streams]
        nothing = nothing_parked(report["projection"], report["stream_id"], report["error_class"])
        print_table((*COLUMNS, "parked again"), rows, empty=nothing)
    end(fine=not any(one["parked_again"] for one in streams))


def _again(parked_again: dict[str, Any] | None) -> str:
    return f"at version {parked_again['version']}: {parked_again['error']}" if parked_again else "no"
