"""Streams: the id of a stream, and the version at which a writer expects it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final, Self

from onewrite.errors import InvalidStreamId

MOST_IN_KEY: Final = 128
#: Hexadecimal digits in front of an id: so many places there are among which ids that count up are spread.
HASH_DIGITS: Final = 4
#: An id that is hashed is that much shorter.
MOST_BEHIND_HASH: Final = MOST_IN_KEY - HASH_DIGITS - 1
#: An id as people know it.
ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:-]{{0,{MOST_IN_KEY - 1}}}")
#: What is stored: an id, or one behind the hash of it. A shell takes the mark between them as it is.
KEY = re.compile(rf"(?:{ID.pattern}|[0-9a-f]{{{HASH_DIGITS}}}~[A-Za-z0-9][A-Za-z0-9._:-]{{0,{MOST_BEHIND_HASH - 1}}})")
RULE: Final = "use a letter or digit, then up to {} of A-Z a-z 0-9 . _ : -"
_CATEGORY = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, order=True, slots=True)
class StreamId:
    """`category-key`, for example `account-7`. The first dash separates them, as a category has no dash.

    The key leads the keys of all tables. It is the id or, if the aggregate says so, a hash and the id, as in
    `invoice-4523~17`.
    """

    category: str
    key: str

    def __post_init__(self) -> None:
        if not (_CATEGORY.fullmatch(self.category) and KEY.fullmatch(self.key)):
            most = MOST_BEHIND_HASH if "~" in self.key else MOST_IN_KEY
            raise InvalidStreamId(str(self), RULE.format(most - 1))

    def __hash__(self) -> int:
        # Ids are looked up so often that it counts; keys hardly ever are in two categories.
        return hash(self.key)

    def __str__(self) -> str:
        return f"{self.category}-{self.key}"

    @property
    def id(self) -> str:
        """The key without a hash, as in `17`."""
        return self.key.rpartition("~")[2]

    @classmethod
    @lru_cache(maxsize=1000)
    def parse(cls, text: str) -> Self:
        """Parse an id. Raises InvalidStreamId. Cached, as the events of a stream are read one after the other."""
        category, dash, key = text.partition("-")
        if not dash:
            raise InvalidStreamId(text, RULE.format(MOST_IN_KEY - 1))
        return cls(category, key)


def hashed(id_: str) -> str:
    """Return the key that spreads such ids. It never changes: what is stored is found by it."""
    return f"{sha256(id_.encode()).hexdigest()[:HASH_DIGITS]}~{id_}"


@dataclass(frozen=True, slots=True)
class ExpectedVersion:
    """The version at which a writer expects the stream; None allows any."""

    version: int | None

    def allows(self, version: int) -> bool:
        return self.version is None or self.version == version


ANY = ExpectedVersion(None)
NO_STREAM = ExpectedVersion(0)


def exact(version: int) -> ExpectedVersion:
    return ExpectedVersion(version)
