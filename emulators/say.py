"""Where a running system prints its progress: a function that takes one line, passed in by the caller."""

from collections.abc import Callable
from typing import TypeAlias

Say: TypeAlias = Callable[[str], None]


def silent(_: str) -> None:
    """Print nothing."""
