"""All commands in one place."""

import typer

from onewrite.cli.status import status

main = typer.Typer(name="onewrite", no_args_is_help=True, add_completion=False)
main.command()(status)


@main.callback()
def onewrite() -> None:
    """Look at a running system and operate its views."""
