"""Splits on Spanner: split points, which expire after ten days. By then the rows are there, and their load decides."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from google.api_core import exceptions as google
from google.cloud.spanner_admin_database_v1.types import AddSplitPointsRequest, SplitPoints

from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.adapters.spanner.split_keys import split_keys
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key
from onewrite.errors import Unavailable

#: What Spanner takes at most.
POINTS_PER_REQUEST: Final = 100

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SpannerSplits(OnSpanner):
    """Adds split points, which takes the right `spanner.databases.addSplitPoints`."""

    def split(self, projection: Projection, generation: int, cuts: Sequence[StreamId]) -> None:
        points = [_point(table, key) for table, key in split_keys(projection, generation, cuts)]
        try:
            for begin in range(0, len(points), POINTS_PER_REQUEST):
                self._add(points[begin : begin + POINTS_PER_REQUEST], projection.name)
        except google.MethodNotImplemented:
            log.info("This Spanner takes no split points", extra={"action": "split_points_not_taken"})
        except google.GoogleAPICallError as error:
            cause = type(error).__name__
            raise Unavailable(f"Spanner refused split points for {projection.name} ({cause})", cause=cause) from error

    def _add(self, points: Sequence[SplitPoints], part: str) -> None:
        database, tag = self.connection.database, self.connection.purpose.of(part).tag
        api = database._instance._client.database_admin_api  # noqa: SLF001 - the client has no other way to it
        request = AddSplitPointsRequest(database=database.name, split_points=points, initiator=tag)
        api.add_split_points(request=request, retry=None, timeout=self.connection.timeout)


def _point(table: str, key: Key) -> SplitPoints:
    return SplitPoints(table=table, keys=[SplitPoints.Key(key_parts=[*map(_as_json, key)])])


def _as_json(value: Any) -> Any:
    """Return a value of a key as Spanner's JSON has it: numbers of 64 bits are texts."""
    return str(value) if type(value) is int else value
