"""`onewrite replay`: publishes stored events again, marked as a replay, for consumers outside of the system."""

from datetime import datetime
from typing import Annotated

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption, ReasonOption, StreamArgument, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.quantities import counted
from onewrite.cli.systems.choice import chosen

TIME = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z")


def replay(
    context: typer.Context,
    stream_id: StreamArgument = None,
    *,
    first: Annotated[int, typer.Option(min=1, help="From this version.")] = 1,
    last: Annotated[int | None, typer.Option(min=1, help="Up to this version.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=list(TIME), help="Committed from then on.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=list(TIME), help="Committed before then.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Publish events again.

    Exit code 1 when the bus did not acknowledge all of them.
    """
    operations = chosen(context).operations_to_change("Publish events again", yes=yes or dry_run)
    replayed = operations.act(
        "replay",
        stream_id=stream_id,
        first=first,
        last=last,
        since=since and since.isoformat(),
        until=until and until.isoformat(),
        dry_run=dry_run,
        reason=reason,
    )
    selected, published = replayed["selected"], replayed["published"]
    if as_json:
        print_json(replayed)
    elif dry_run:
        say(f"{counted(selected, 'event')} would be published again.")
    elif published == selected:
        say(f"{counted(selected, 'event')} published again.")
    else:
        say(f"{published} of {counted(selected, 'event')} published again: the bus refused the next, repeat it later.")
    end(fine=dry_run or published == selected)
