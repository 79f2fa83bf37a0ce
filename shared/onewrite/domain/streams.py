"""Streams: the id of a stream, and the version at which a writer expects it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from onewrite.errors import InvalidStreamId

MOST_IN_KEY = 128
KEY = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._~:-]{{0,{MOST_IN_KEY - 1}}}")
_CATEGORY = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, order=True, slots=True)
class StreamId:
    """`category-key`, for example `account-7`. The first dash separates them, as a category has no dash."""

    category: str
    key: str

    def __post_init__(self) -> None:
        if not (_CATEGORY.fullmatch(self.category) and KEY.fullmatch(self.key)):
            raise InvalidStreamId(str(self))

    def __str__(self) -> str:
        return f"{self.category}-{self.key}"

    @classmethod
    @lru_cache(maxsize=1000)
    def parse(cls, text: str) -> Self:
        """Parse an id. Raises InvalidStreamId. Cached, as the events of a stream are read one after the other."""
        category, dash, key = text.partition("-")
        if not dash:
            raise InvalidStreamId(text)
        return cls(category, key)


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
