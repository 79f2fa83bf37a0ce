"""A question before something is changed that can't be changed back."""

import typer

from onewrite.errors import OperationRefused


def ask(question: str) -> None:
    """Raise OperationRefused unless somebody says yes."""
    try:
        sure = typer.confirm(question, err=True)
    except typer.Abort:
        sure = False
        typer.echo(err=True)
    if not sure:
        raise OperationRefused("Nothing was changed: say yes, or give --yes where nobody can be asked")
