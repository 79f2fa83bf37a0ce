"""`onewrite schema`: prints the SQL that the domain needs."""

from typing import Annotated

import typer

from onewrite.cli.exit_codes import end
from onewrite.cli.messages import tell


def schema(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Print what infra/schema has already, too.")] = False,
) -> None:
    """Print the SQL that the domain needs and infra/schema lacks.

    Put it into a file of the next number. Exit code 1 when something there
    is wrong that no added statement mends.
    """
    from onewrite.checks import statements  # noqa: PLC0415 - nothing else needs them
    from onewrite.checks.repository import ddl_of_domain  # noqa: PLC0415 - imports pydantic
    from onewrite.checks.schema import misfits  # noqa: PLC0415

    needed = ddl_of_domain()
    found = [] if everything else list(misfits(needed, statements.schema()))
    lacking = [misfit.adds for misfit in found if misfit.adds]
    for statement in (one for some in needed.values() for one in some) if everything else lacking:
        typer.echo(f"{statement};\n")
    wrong = [misfit.told for misfit in found if not misfit.adds]
    for line in wrong:
        tell("error", line)
    if not everything and not found:
        typer.echo("infra/schema has all that the domain needs.", err=True)
    end(fine=not wrong)
