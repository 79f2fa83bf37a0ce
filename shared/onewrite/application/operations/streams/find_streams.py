"""Find streams by the beginning of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from onewrite.application.ports.inspection import Inspection, SeenStream
from onewrite.domain.model import Domain


@dataclass(frozen=True)
class FindStreams:
    """Reads a bounded number of rows from where the ids begin, in one round trip, or one more for each category."""

    domain: Domain
    inspection: Inspection

    def __call__(self, prefix: str, *, limit: int) -> Sequence[SeenStream]:
        """Return the first streams whose ids begin like this; the category may be left out. Raises Unavailable."""
        categories = [f"{aggregate.category}-" for aggregate in self.domain.aggregates]
        named = any(prefix.startswith(category) for category in categories)
        beginnings = [prefix] if named else [prefix, *(f"{category}{prefix}" for category in categories)]
        found = (one for beginning in beginnings for one in self.inspection.streams(beginning, limit=limit))
        return list(islice({one.stream: one for one in found}.values(), limit))
