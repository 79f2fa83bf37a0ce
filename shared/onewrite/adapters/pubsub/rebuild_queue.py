"""The rebuild's bell on Pub/Sub: one message for each instance that is wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from google.api_core.exceptions import GoogleAPICallError, RetryError

from onewrite.adapters.pubsub.publisher import Line
from onewrite.errors import Unavailable

EVENT_TYPE = "onewrite.rebuild"


@dataclass(frozen=True)
class PubSubRebuildBell:
    """RebuildBell on Pub/Sub; `path` is `projects/…/topics/…`."""

    line: Line
    path: str

    def ring(self, projection: str, generation: int, times: int) -> None:
        if times < 1:
            return
        messages = [{"data": b"{}", "attributes": self._attributes(projection, generation)} for _ in range(times)]
        try:
            self.line.publish(self.path, messages)
        except (GoogleAPICallError, RetryError) as fault:
            raise Unavailable(f"Nobody was called to a rebuild ({type(fault).__name__}): resume it") from fault

    def _attributes(self, projection: str, generation: int) -> dict[str, str]:
        return {
            "ce-specversion": "1.0",
            "ce-id": str(uuid4()),
            "ce-type": EVENT_TYPE,
            "ce-source": self.line.source,
            "ce-subject": f"{projection}/{generation}",
            "ce-time": datetime.now(UTC).isoformat(),
            "content-type": "application/json",
        }
