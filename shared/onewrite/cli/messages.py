"""What the library logs in this process, and what a command finds on its way: on standard error."""

import logging
from typing import Final

from rich.console import Console
from rich.text import Text

from onewrite.cli.output import visible

#: Standard error; above the progress bar if there is one.
messages: Final = Console(markup=False, emoji=False, highlight=False, stderr=True)


def tell(severity: str, message: str) -> None:
    colour = "red" if severity == "error" else "yellow"
    messages.print(Text(visible(f"{severity}: {message}"), colour), soft_wrap=True)


class MessageHandler(logging.Handler):
    """Prints warnings and errors, but for parked streams: the reports of operations tell of these."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING and getattr(record, "action", "") != "stream_parked":
            tell("error" if record.levelno >= logging.ERROR else "warning", record.getMessage())
