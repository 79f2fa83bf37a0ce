"""`onewrite replay`: publishes stored events again, marked as a replay, for consumers outside of the system."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from onewrite.application.operations.replay_events import Selection
from onewrite.cli.exit_codes import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ReasonOption, YesOption, system_to_change, this_user
from onewrite.cli.output import console, print_json
from onewrite.domain.streams import StreamId

TIME = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z")


def replay(
    stream_id: Annotated[str | None, typer.Argument(help="Only this stream; without it, all of them.")] = None,
    *,
    first: Annotated[int, typer.Option(min=1, help="From this version.")] = 1,
    last: Annotated[int | None, typer.Option(min=1, help="Up to this version.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=list(TIME), help="Committed from then on.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=list(TIME), help="Committed before then.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Publish events again. Exit code 1 when the bus did not acknowledge all of them."""
    app = system_to_change(local, "Publish events again", yes=yes or dry_run)
    stream = StreamId.parse(stream_id) if stream_id else None
    replayed = app.operate.replay(Selection(stream, first, last, since, until), this_user(reason), dry_run=dry_run)
    if as_json:
        print_json(asdict(replayed))
    elif dry_run:
        console.print(f"{replayed.selected} events would be published again.")
    else:
        console.print(f"{replayed.published} of {replayed.selected} events were published again.")
    end(fine=dry_run or replayed.published == replayed.selected)
