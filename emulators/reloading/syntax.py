"""Compiles changed files before anything is restarted with them."""

import warnings
from collections.abc import Iterable
from pathlib import Path

from emulators.reloading.sources import named


def syntax_error(files: Iterable[Path]) -> str | None:
    """Return file, line and error of the first file that is no Python, or None; a file that is gone counts as fine."""
    for file in sorted(files):
        try:
            with warnings.catch_warnings(action="ignore"):
                compile(file.read_bytes(), file, "exec")
        except FileNotFoundError:
            continue
        except (SyntaxError, ValueError) as error:
            line, what = (error.lineno, error.msg) if isinstance(error, SyntaxError) else (1, error)
            return f"{named([file])}:{line or 1}: {what}"
    return None
