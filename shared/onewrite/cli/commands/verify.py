"""`onewrite verify`: compares every row with a fresh fold of the events, and every total with the rows."""

from typing import Any

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.options import JsonOption, ProjectionArgument, ReasonOption, YesOption
from onewrite.cli.output import print_json, say
from onewrite.cli.progress.verify import verify_and_show
from onewrite.cli.quantities import counted
from onewrite.cli.systems.choice import chosen
from onewrite.cli.tables import print_table


def verify(
    context: typer.Context,
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Compare the active generation, and the one being built, with the store.

    Exit code 1 when anything differs.
    """
    operations = chosen(context).operations_to_change(f"Verify {projection}", yes=yes)
    verdict = verify_and_show(operations, projection, reason, quiet=as_json)
    print_verdict(verdict, as_json=as_json)
    end(fine=not verdict["differences"])


def print_verdict(verdict: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(verdict)
        return
    say(f"{verdict['projection']}: {_compared(verdict)}")
    for generation in verdict["generations"]:
        if number := differences_of(verdict, generation):
            say(f"generation {generation} differs from the store in {counted(number, 'place')}")
        else:
            what = "row and total" if verdict["groups"] else "row"
            say(f"generation {generation} equals the store: every {what} is what the events say")
    if named := [(one["generation"], one["place"], one["problem"]) for one in verdict["named"]]:
        print_table(("generation", "where", "what"), named)
    if verdict["differences"] > len(named):
        say(f"… and {verdict['differences'] - len(named)} more")


def _compared(verdict: dict[str, Any]) -> str:
    """Return how much was compared, as in `3 streams, 9 rows, 2 groups of totals`."""
    groups = f"{counted(verdict['groups'], 'group')} of totals" if verdict["groups"] else None
    return ", ".join(filter(None, (counted(verdict["streams"], "stream"), counted(verdict["rows"], "row"), groups)))


def differences_of(verdict: dict[str, Any], generation: int) -> int:
    """Return in how many places a generation differs; JSON knows no numbers as names."""
    number: int = verdict["by_generation"].get(str(generation), 0)
    return number
