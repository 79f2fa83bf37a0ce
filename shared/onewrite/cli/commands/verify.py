"""`onewrite verify`: compares every row with a fresh fold of the events."""

from dataclasses import asdict

from onewrite.application.operations.verify.verdict import Verdict
from onewrite.cli.exit_codes import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, system_to_change, this_user
from onewrite.cli.output import console, print_json, print_table


def verify(
    projection: ProjectionArgument,
    *,
    reason: ReasonOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    local: LocalOption = None,
) -> None:
    """Compare the active generation, and the one being built, with the store. Exit code 1 when anything differs."""
    app = system_to_change(local, f"Verify {projection}", yes=yes)
    verdict = app.operate.verify(projection, this_user(reason))
    print_verdict(verdict, as_json=as_json)
    end(fine=not verdict.differences)


def print_verdict(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(verdict))
    else:
        rows = [(one.generation, one.place, one.problem) for one in verdict.named]
        console.print(f"{verdict.projection}: {verdict.streams} streams, {verdict.rows} rows")
        for generation in verdict.generations:
            number = verdict.by_generation.get(generation, 0)
            places = "place" if number == 1 else "places"
            console.print(
                f"generation {generation} differs from the store in {number} {places}"
                if number
                else f"generation {generation} equals the store: every row is what the events say"
            )
        if rows:
            print_table(("generation", "where", "what"), rows, empty="")
        if verdict.differences > len(rows):
            console.print(f"… and {verdict.differences - len(rows)} more")
