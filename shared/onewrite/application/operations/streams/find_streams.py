"""Find streams by the beginning of their ids."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from onewrite.application.ports.inspection import Inspection, SeenStream
from onewrite.domain.model import Domain
from onewrite.errors import InvalidStreamId


@dataclass(frozen=True)
class FindStreams:
    """Reads a bounded number of rows from where the ids begin, in one round trip, or one more for each category."""

    domain: Domain
    inspection: Inspection

    def __call__(self, prefix: str, *, limit: int) -> Sequence[SeenStream]:
        """Return the first streams whose ids begin like this; the category may be left out. Raises Unavailable.

        A stream whose id is hashed is found by the whole of its id.
        """
        beginnings = dict.fromkeys(self._beginnings(prefix))
        found = (one for beginning in beginnings for one in self.inspection.streams(beginning, limit=limit))
        return list(islice({one.stream: one for one in found}.values(), limit))

    def _beginnings(self, prefix: str) -> Iterator[str]:
        yield prefix
        category, dash, rest = prefix.partition("-")
        for aggregate in self.domain.aggregates:
            is_named = bool(dash) and category == aggregate.category
            if aggregate.hashed_ids:
                with suppress(InvalidStreamId):
                    yield str(aggregate.stream(rest if is_named else prefix))
            elif not is_named:
                yield f"{aggregate.category}-{prefix}"
