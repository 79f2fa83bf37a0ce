"""What a bar of progress looks like, and how often it is brought up to date."""

from typing import Final

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from onewrite.cli.messages import messages

#: How often the progress that is shown is read again.
REFRESH_SECONDS: Final = 0.2


def bar_of_counts(*, quiet: bool) -> Progress:
    """Return a bar with what is counted beside it; its lines have the field `counts`."""
    columns = (BarColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    return Progress(*columns, console=messages, disable=quiet)
