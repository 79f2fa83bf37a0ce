"""The rebuild queue on Pub/Sub: one message for each worker that is requested."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from google.api_core.exceptions import GoogleAPICallError, RetryError

from onewrite.adapters.pubsub.publisher import Publisher
from onewrite.errors import Unavailable

EVENT_TYPE = "onewrite.rebuild"


@dataclass(frozen=True)
class PubSubRebuildQueue:
    """RebuildQueue on Pub/Sub; `path` is `projects/…/topics/…`."""

    publisher: Publisher
    path: str

    def request_workers(self, projection: str, generation: int, count: int) -> None:
        if count < 1:
            return
        messages = [{"data": b"{}", "attributes": self._attributes(projection, generation)} for _ in range(count)]
        try:
            self.publisher.publish(self.path, messages)
        except (GoogleAPICallError, RetryError) as fault:
            raise Unavailable(f"No worker could be requested ({type(fault).__name__}): resume the rebuild") from fault

    def _attributes(self, projection: str, generation: int) -> dict[str, str]:
        return {
            "ce-specversion": "1.0",
            "ce-id": str(uuid4()),
            "ce-type": EVENT_TYPE,
            "ce-source": self.publisher.source,
            "ce-subject": f"{projection}/{generation}",
            "ce-time": datetime.now(UTC).isoformat(),
            "content-type": "application/json",
        }
