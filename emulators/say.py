"""How a run tells what it is doing: whoever starts it hands in where the lines go."""

from collections.abc import Callable
from typing import TypeAlias

Say: TypeAlias = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing."""
