"""`onewrite stream`: shows a stream, how far views are with it, what it holds, and what caused what."""

import re
from typing import Annotated, Final

import typer

from onewrite.cli.options import JsonOption, NamedStreamArgument, ReasonOption, YesOption
from onewrite.cli.output import print_json
from onewrite.cli.streams.holdings import Holdings
from onewrite.cli.streams.shown import show_causes, show_data, show_stream
from onewrite.cli.streams.states import print_difference, print_state
from onewrite.cli.systems.choice import Choice, chosen

AfterOption = Annotated[int | None, typer.Option("--after", min=0, help="The events behind this version.")]
LimitOption = Annotated[int, typer.Option(min=1, max=100, help="How many events.")]
DataOption = Annotated[bool, typer.Option("--data", help="The data of the newest events; that is on record.")]
AtOption = Annotated[int | None, typer.Option("--at", min=1, help="The state at this version; that is on record.")]
DiffOption = Annotated[
    str | None,
    typer.Option("--diff", metavar="2..3", help="What differs between the states at two versions; that is on record."),
]
CausesOption = Annotated[
    int | None, typer.Option("--causes", min=1, help="What caused the event of this version, and what it caused.")
]
TWO_VERSIONS: Final = re.compile(r"(\d{1,18})\.\.(\d{1,18})")


def stream(
    context: typer.Context,
    named: NamedStreamArgument,
    *,
    after: AfterOption = None,
    limit: LimitOption = 20,
    data: DataOption = False,
    at: AtOption = None,
    diff: DiffOption = None,
    causes: CausesOption = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show the newest events of a stream, without their data, and how far each view is with it.

    What the stream holds is shown with --data, --at and --diff, and the audit log says to whom.
    """
    if sum((data, at is not None, diff is not None, causes is not None)) > 1:
        raise typer.BadParameter("use one of --data, --at, --diff and --causes")
    choice = chosen(context)
    if data:
        report = _holdings(choice, named, reason, yes=yes).shown()
        print_json(report) if as_json else show_data(report)
    elif at is not None:
        state = _holdings(choice, named, reason, yes=yes).state_at(at)
        print_json(state) if as_json else print_state(state)
    elif diff is not None:
        first, last = _versions(diff)
        before, now = _holdings(choice, named, reason, yes=yes).states(first, last)
        print_json({"before": before, "after": now}) if as_json else print_difference(before, now)
    elif causes is not None:
        report = choice.operations().read("causes", stream_id=named, version=causes)
        print_json(report) if as_json else show_causes(report)
    else:
        report = choice.operations().read("stream", stream_id=named, after=after, limit=limit)
        print_json(report) if as_json else show_stream(report)


def _versions(diff: str) -> tuple[int, int]:
    if (found := TWO_VERSIONS.fullmatch(diff)) and int(found[1]) < int(found[2]):
        return int(found[1]), int(found[2])
    raise typer.BadParameter("name an earlier and a later version, as in --diff 2..3")


def _holdings(choice: Choice, named: str, reason: str | None, *, yes: bool) -> Holdings:
    return Holdings(choice.operations_to_change(f"See what {named} holds", yes=yes), named, reason)
