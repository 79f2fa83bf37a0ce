"""`onewrite verify`: every row against a fresh fold from the store."""

from dataclasses import asdict

from onewrite.application.operations.verify.verdict import Verdict
from onewrite.cli.endings import end
from onewrite.cli.local_option import LocalOption
from onewrite.cli.operator import JsonOption, ProjectionArgument, ReasonOption, YesOption, changing, me
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
    app = changing(local, f"Verify {projection}", yes=yes)
    tell(app.operate.verify(projection, me(reason)), as_json=as_json)


def tell(verdict: Verdict, *, as_json: bool) -> None:
    """Print the verdict and end."""
    if as_json:
        print_json(asdict(verdict))
    else:
        rows = [(one.generation, one.place, one.problem) for one in verdict.named]
        compared = " and ".join(map(str, verdict.generations))
        console.print(
            f"{verdict.projection}: generation {compared}, {verdict.streams} streams, {verdict.rows} rows each"
        )
        print_table(("generation", "where", "what"), rows, empty="No difference: every row is what the store says.")
        if verdict.differences > len(rows):
            console.print(f"… and {verdict.differences - len(rows)} more")
    end(fine=not verdict.differences)
