"""What requests to the store are for: a name, with which the store's own statistics speak our words, and a priority."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, Self

#: The longest tag that Spanner keeps.
TAG_LENGTH: Final = 50


class Priority(IntEnum):
    """What goes first when there is more to do than the store can; the numbers are Spanner's."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True)
class Purpose:
    """A use case, in dotted words, as in `rebuild.profiles`."""

    name: str
    priority: Priority

    @property
    def tag(self) -> str:
        return self.name[:TAG_LENGTH]

    def of(self, part: str) -> "Purpose":
        """Return the purpose of a part of it, such as a projection."""
        return replace(self, name=f"{self.name}.{part}")


class HasPurpose(ABC):
    """An adapter whose requests say what they are for."""

    @abstractmethod
    def used_for(self, purpose: Purpose) -> Self:
        """Return the same adapter for another purpose."""
