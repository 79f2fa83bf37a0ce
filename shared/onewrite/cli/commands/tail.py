"""`onewrite tail`: follows events as they are committed."""

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any

import typer

from onewrite.cli.completion import categories
from onewrite.cli.options import ReasonOption, YesOption
from onewrite.cli.output import print_json
from onewrite.cli.streams.following import Wanted, follow
from onewrite.cli.streams.holdings import Holdings
from onewrite.cli.streams.shown import print_event
from onewrite.cli.systems.choice import chosen
from onewrite.cli.systems.operations import Operations
from onewrite.cli.watching import pause

CategoryOption = Annotated[
    str | None, typer.Option("--category", help="Only streams of this category.", autocompletion=categories)
]
TypeOption = Annotated[str | None, typer.Option("--type", help="Only events of this type.")]
StreamOption = Annotated[str | None, typer.Option("--stream", help="Only streams whose ids begin like this.")]
LastOption = Annotated[int, typer.Option("--last", min=0, max=100, help="How many of the last events come first.")]
DataOption = Annotated[bool, typer.Option("--data", help="With their data; that is on record.")]
LinesOption = Annotated[bool, typer.Option("--json", help="Print each event as JSON, in a line of its own.")]


def tail(
    context: typer.Context,
    *,
    category: CategoryOption = None,
    event_type: TypeOption = None,
    stream: StreamOption = None,
    last: LastOption = 10,
    data: DataOption = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_lines: LinesOption = False,
) -> None:
    """Follow the events of all streams as they are committed, until Ctrl-C."""
    choice, wanted = chosen(context), Wanted(category, event_type, stream)
    operations = choice.operations_to_change("See what events hold", yes=yes) if data else choice.operations()
    try:
        for events in follow(operations, wanted, last, pause):
            for event, held in _with_data(operations, events, reason) if data else ((event, None) for event in events):
                if as_lines:
                    print_json(event if held is None else {**event, "data": held})
                else:
                    print_event(event, held)
    except KeyboardInterrupt:
        raise typer.Exit from None


def _with_data(
    operations: Operations, events: list[dict[str, Any]], reason: str | None
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield each event with its data; what follows on each other in a stream is looked at together."""
    for stream, several in groupby(events, key=lambda event: str(event["stream_id"])):
        found = list(several)
        data = Holdings(operations, stream, reason).data(found[0]["version"], found[-1]["version"])
        yield from ((event, data[event["version"]]) for event in found)
