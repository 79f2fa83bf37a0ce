"""`onewrite unpublishable`, `retry` and `abandon`: events that could not be published and were set aside."""

from datetime import datetime
from typing import Annotated

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption, ReasonOption, StreamArgument, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.quantities import counted
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table

COLUMNS = {"stream": "stream_id", "version": "version", "bytes": "size", "cause": "cause"}


def unpublishable(
    context: typer.Context,
    stream_id: StreamArgument = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many of them.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """List events that could not be published and were set aside, with the cause.

    Exit code 1 when there are any.
    """
    found = chosen(context).operations().read("unpublishable", stream_id=stream_id, limit=limit)
    if as_json:
        print_json(found)
    else:
        rows = [[*(one[name] for name in COLUMNS.values()), _minute(one["set_aside_at"])] for one in found]
        print_table((*COLUMNS, "set aside"), rows, empty="No event was set aside.")
    end(fine=not found)


def retry(
    context: typer.Context,
    stream_id: StreamArgument = None,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let the relay try events again that were set aside, all of them or those of a stream.

    Exit code 1 when there are more: repeat it.
    """
    operations = chosen(context).operations_to_change("Try to publish what was set aside", yes=yes)
    report = operations.act("retry", stream_id=stream_id, reason=reason)
    if as_json:
        print_json(report)
    else:
        more = "" if report["is_over"] else " There are more: repeat it."
        say(f"{counted(report['events'], 'event')} for the next sweep to try again.{more}")
    end(fine=report["is_over"])


def abandon(
    context: typer.Context,
    stream_id: Annotated[str, typer.Argument(metavar="STREAM", help="The event's stream: account-7, or 7 for short.")],
    version: Annotated[int, typer.Argument(min=1, help="The event's version.")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why consumers can do without; kept in the audit log.")],
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Never publish an event that was set aside.

    It stays in the store and in the views.
    """
    operations = chosen(context).operations_to_change(f"Never publish version {version} of {stream_id}", yes=yes)
    report = operations.act("abandon", stream_id=stream_id, version=version, reason=reason)
    if as_json:
        print_json(report)
    else:
        say(f"Version {report['version']} of {report['stream_id']} will not be published: {report['cause']}")


def _minute(time: str) -> str:
    return f"{datetime.fromisoformat(time):%Y-%m-%d %H:%MZ}"
