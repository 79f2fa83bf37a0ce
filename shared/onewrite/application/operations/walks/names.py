"""The names of the walks over all streams."""

from collections.abc import Collection
from typing import Final

RECONCILE: Final = "reconcile"


def rebuild_of(projection: str, generation: int) -> str:
    return f"rebuild {projection}/{generation}"


def verify_of(projection: str, generation: int) -> str:
    return f"verify {projection}/{generation}"


def heal_of(group: str) -> str:
    return f"heal {group}"


def walks_of(projection: str, generation: int) -> Collection[str]:
    """Return the names of all walks over one generation of a view."""
    return rebuild_of(projection, generation), verify_of(projection, generation)
