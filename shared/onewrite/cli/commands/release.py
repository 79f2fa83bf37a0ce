"""`onewrite release` and `onewrite skip`: resume parked streams."""

from collections.abc import Sequence
from typing import Annotated

import typer

from onewrite.adapters.reports import released_as_json
from onewrite.application.operations.release_stream import Released
from onewrite.cli.commands.parked import nothing_parked
from onewrite.cli.exit_codes import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, system_to_change, this_user
from onewrite.cli.output import print_json, print_table
from onewrite.domain.streams import StreamId

StreamArgument = Annotated[str | None, typer.Argument(help="Only this stream, for example account-7.")]
ErrorOption = Annotated[str | None, typer.Option(help="Only streams stopped by an error of this class.")]
COLUMNS = ("projection", "generation", "stream_id", "from_version", "version")


def release(
    projection: ProjectionArgument,
    stream_id: StreamArgument = None,
    *,
    error_class: ErrorOption = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Resume parked streams at their failed event, in order. Exit code 1 when one of them parks again."""
    operate = system_to_change(local, f"Release streams of {projection}", yes=yes).operate
    parked = operate.release.parked(projection, _stream(stream_id), error_class)
    released = operate.release.release(parked, this_user(reason))
    _print_and_end(released, nothing_parked(projection, stream_id, error_class), as_json=as_json)


def skip(
    projection: ProjectionArgument,
    stream_id: StreamArgument = None,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why the view can do without; kept in the audit log.")],
    error_class: ErrorOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Leave the failed event out of the view and resume after it. Exit code 1 when the stream parks again."""
    operate = system_to_change(local, f"Skip events of {projection}", yes=yes).operate
    parked = operate.release.parked(projection, _stream(stream_id), error_class)
    skipped = operate.release.skip(parked, this_user(reason))
    _print_and_end(skipped, nothing_parked(projection, stream_id, error_class), as_json=as_json)


def _stream(stream_id: str | None) -> StreamId | None:
    return StreamId.parse(stream_id) if stream_id else None


def _print_and_end(released: Sequence[Released], nothing: str, *, as_json: bool) -> None:
    report = [released_as_json(one) for one in released]
    if as_json:
        print_json(report)
    else:
        rows = [[*(one[name] for name in COLUMNS), _again(one["parked_again"])] for one in report]
        print_table((*COLUMNS, "parked again"), rows, empty=nothing)
    end(fine=not any(one["parked_again"] for one in report))


def _again(parked_again: dict[str, object] | None) -> str:
    return f"at version {parked_again['version']}: {parked_again['error']}" if parked_again else "no"
