"""Read the heads of all streams in key order, a page at a time, in constant memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onewrite.application.ports.event_store import EventStore, Head
from onewrite.domain.streams import StreamId


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


def pages_of_heads(
    store: EventStore, *, size: int, after: str = "", upto: str | None = None, category: str | None = None
) -> Iterator[PageOfHeads]:
    """Yield the heads with after < stream id <= upto, as text ("" and None are the ends). One round trip a page."""
    while True:
        place = StreamId.parse(after) if after else None
        heads = store.read_heads(after=place, upto=upto, category=category, limit=size)
        is_last = len(heads) < size
        end = upto if is_last else str(heads[-1].stream)
        yield PageOfHeads(heads, after, end, is_last)
        if is_last:
            return
        after = str(heads[-1].stream)
