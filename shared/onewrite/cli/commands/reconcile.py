"""`onewrite reconcile`: compares every head with every checkpoint, and advances the streams that lag."""

from typing import Annotated, Any, Final

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption, ReasonOption, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.quantities import counted, duration
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table

ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with the walk that is under way.")]
#: What was counted so long ago is told with its age.
OLD_SECONDS: Final = 60.0
#: The outbox is swept every minute.
UNSWEPT_SECONDS: Final = 600.0
#: A view that is behind for longer than this waits for more than the next push.
LONG_SECONDS: Final = 120.0


def reconcile(
    context: typer.Context,
    *,
    resume: ResumeOption = False,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Look at every stream, and advance the views that lag.

    Exit code 1 when a stream is still behind, parked, or ahead of the store, or a view isn't served.
    """
    operations = chosen(context).operations_to_change("Advance the views that lag", yes=yes)
    report = operations.act("reconcile", resume=resume, reason=reason)
    if as_json:
        print_json(report)
    else:
        show(report)
    end(fine=report["is_healed"])


def show(report: dict[str, Any]) -> None:
    """Print a report as a table, and what to do about what is in it."""
    views = report["projections"]
    rows = [[name, *_row(view)] for name, view in views.items()]
    print_table(("view", "answers", "building", "behind", "healed", "parked"), rows, empty="There are no projections.")
    unpublished, age = _unpublished(report["unpublished"]), report["oldest_unpublished_seconds"]
    waiting = f", the oldest for {duration(age)}" if age is not None else ""
    say(f"{_streams(report)}; {unpublished} unpublished{waiting}")
    if (report["swept_seconds"] or 0) > UNSWEPT_SECONDS:
        say(f"The outbox was not swept for {duration(report['swept_seconds'])}: does the scheduled relay run?")
    for name, walk in report["walks"].items():
        done = f"{walk['done']} of {counted(walk['ranges'], 'range')} done"
        say(f"{name}: {done}, since {duration(walk['began_seconds'])}")
    for name, view in views.items():
        if view["problem"]:
            say(view["problem"])
        if view["ahead"]:
            ahead = counted(view["ahead"], "stream")
            say(f"{name} has applied more of {ahead} than the store holds: `onewrite rebuild {name}`")
        if view["lagging"] > view["healed"] and (view["oldest_lagging_seconds"] or 0) > LONG_SECONDS:
            say(f"{name} has been behind for long: `onewrite reconcile` advances it")
    if report["parked"]:
        say("What is parked, and why: `onewrite parked`")
    for name in report["left_over"]:
        say(f"{name} is left over: this code doesn't declare it. When you won't go back: `onewrite remove {name}`")


def _streams(report: dict[str, Any]) -> str:
    """Return how many streams there were, and when they were looked at unless that is now."""
    age = report["walked_seconds"]
    if age is None:
        return "No walk over the streams has ended yet, `onewrite reconcile` is one"
    looked_at = f" as of {duration(age)} ago" if age > OLD_SECONDS else ""
    return f"{counted(report['heads'], 'stream')}{looked_at}"


def _unpublished(number: int) -> str:
    from onewrite.application.ports.outbox import MAX_COUNTED_ROWS  # noqa: PLC0415 - imports pydantic

    return counted(number, "event") if number <= MAX_COUNTED_ROWS else f"more than {MAX_COUNTED_ROWS:,} events"


def _row(view: dict[str, Any]) -> list[Any]:
    if view["problem"]:
        return [None] * 5
    state = view["building"] and f"{view['building']}, {view['building_state'].replace('_', ' ')}"
    return [
        *(view["generation"], state),
        *(_since(view["lagging"], view["oldest_lagging_seconds"]), view["healed"]),
        _since(view["parked"], view["oldest_parked_seconds"]),
    ]


def _since(number: int, seconds: float | None) -> str:
    return str(number) if seconds is None else f"{number}, for {duration(seconds)}"
