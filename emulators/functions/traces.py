"""Folds each trace in a log into one line: the error, and its place in the code of this repository."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onewrite.errors.telling import is_installed, shortened

START: Final = "Traceback (most recent call last):"
FRAME: Final = re.compile(r'\s+File "(.+)", line (\d+)')
#: A line that says only that a trace follows: of threads, of Flask and of gunicorn.
ANNOUNCEMENT: Final = re.compile(r"(^|[\]:] )Exception (in|on) ")
#: What Python writes between the trace of an error and that of the one that follows from it.
BETWEEN: Final = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)


def without_traces(lines: Iterable[str]) -> Iterator[str]:
    """Yield one line for each trace, and those outside of traces; of errors that follow from one another the last."""
    error, trace = None, None
    for line in lines:
        if trace:
            if error := trace.take(line):
                trace = None
        elif line == START:
            yield from filter(None, (error,))
            error, trace = None, _Trace()
        elif line in BETWEEN:
            error = None
        elif line and not (error and line[0].isspace()) and not ANNOUNCEMENT.search(line):
            yield from filter(None, (error, line))
            error = None
    yield from filter(None, (error,))


class _Trace:
    def __init__(self) -> None:
        self._place = ""

    def take(self, line: str) -> str | None:
        """Return the error with its place, once it comes; the lines before it are indented."""
        if frame := FRAME.match(line):
            path, number = frame.groups()
            if not is_installed(path):
                self._place = f" ({shortened(path)}:{number})"
        return f"{line}{self._place}" if line and not line[0].isspace() else None
