"""What a mistake is, and how mistakes are grouped."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias


class Mistake(NamedTuple):
    """In a file, what is right replaced by what is wrong."""

    file: str
    right: str
    wrong: str
    said: str


#: By the check: `validate`, or the tests of that name, and what of it. An error, more than a failed assertion, ends a
#: check: what leads to one is a part of its own.
Mistakes: TypeAlias = Mapping[str, Sequence[Mistake]]
