"""The streams of a call that wait for their transaction, and how many of them the next one tries."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from onewrite.application.ports.views import Target
from onewrite.application.projections.steps.step import Advanced, Part
from onewrite.domain.streams import StreamId

#: What the first transaction tries, as nobody knows yet how many events these streams have.
FIRST_STREAMS: Final = 200


class Waiting:
    """Takes them in the order in which their events are read.

    A transaction reads the checkpoints of all that it tries, and those in vain for whose events it has no room. So it
    tries a few more than the one before could end; or twice as many, if that one had room for all.
    """

    def __init__(self, parts: Sequence[Part], *, most: int) -> None:
        self._parts = {part.target: part for part in parts}
        self._streams = {part.target: sorted(part.streams, key=str) for part in parts if part.streams}
        self._most = most
        self._next = min(FIRST_STREAMS, most)

    def __bool__(self) -> bool:
        return bool(self._streams)

    def first(self) -> Sequence[Part]:
        """Return what the next transaction tries: of each part that has any left."""
        return [replace(self._parts[target], streams=some[: self._next]) for target, some in self._streams.items()]

    def go_on(self, done: Mapping[Target, Advanced]) -> None:
        """Take in what the transaction did with them; the rest of a part that has a fault waits no longer."""
        tried = {target: streams[: self._next] for target, streams in self._streams.items()}
        left = {target: [one for one in some if one in done[target].left] for target, some in tried.items()}
        rest = {target: left[target] + self._streams[target][self._next :] for target in tried}
        self._streams = {target: some for target, some in rest.items() if some and not done[target].fault}
        self._next = min(self._most, self._size_after(tried, left))

    def _size_after(self, tried: Mapping[Target, Sequence[StreamId]], left: Mapping[Target, Sequence[StreamId]]) -> int:
        if not any(left.values()):
            return 2 * self._next
        ended = min(len(some) - len(left[target]) for target, some in tried.items() if left[target])
        return max(2, ended * 5 // 4)
