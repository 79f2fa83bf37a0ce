"""Read the heads of all streams in key order, a page at a time, in constant memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from operator import attrgetter

from onewrite.application.batches import batches
from onewrite.application.ports.event_store import EventStore, Head
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class KeysOfCategory:
    """The keys of a category with after < key <= upto; "" and None are the ends."""

    category: str
    after: str
    upto: str | None

    @property
    def after_stream(self) -> str:
        return f"{self.category}-{self.after}"

    @property
    def upto_stream(self) -> str:
        """The id of the last stream that there may be, as text: behind all of a category comes its name and a dot."""
        return f"{self.category}." if self.upto is None else f"{self.category}-{self.upto}"

    def behind(self, key: str) -> "KeysOfCategory":
        return replace(self, after=key)


@dataclass(frozen=True)
class PageOfHeads:
    """All heads with after < stream id <= upto, as text, in key order. Only the last page may be empty."""

    heads: Sequence[Head]
    after: str
    upto: str | None
    is_last: bool

    @property
    def streams(self) -> list[StreamId]:
        return [head.stream for head in self.heads]

    def part_of(self, category: str) -> KeysOfCategory | None:
        """Return which keys of a category the page answers for; None if there can't be any."""
        whole = KeysOfCategory(category, "", None)
        after = max(self.after, whole.after_stream)
        upto = whole.upto_stream if self.upto is None else min(self.upto, whole.upto_stream)
        if after >= upto:
            return None
        start = len(whole.after_stream)
        return KeysOfCategory(category, after[start:], None if upto == whole.upto_stream else upto[start:])


@dataclass(frozen=True)
class PageSize:
    """How many heads a page has at most, and events of its streams; a longer stream is a page of its own."""

    heads: int
    events: float = inf


def pages_of_heads(
    store: EventStore, *, size: PageSize, after: str = "", upto: str | None = None, category: str | None = None
) -> Iterator[PageOfHeads]:
    """Yield the heads with after < stream id <= upto, as text ("" and None are the ends).

    One round trip for so many heads, even if they are several pages.
    """
    is_last = False
    while not is_last:
        place = StreamId.parse(after) if after else None
        heads = store.read_heads(after=place, upto=upto, category=category, limit=size.heads)
        *parts, last = list(batches(heads, attrgetter("version"), rows=size.heads, size=size.events)) or [[]]
        for part in parts:
            yield PageOfHeads(part, after, str(part[-1].stream), is_last=False)
            after = str(part[-1].stream)
        is_last = len(heads) < size.heads
        end = upto if is_last else str(last[-1].stream)
        yield PageOfHeads(last, after, end, is_last)
        after = end or ""
