"""The rebuild's bell on Pub/Sub: one message for each instance that is wanted."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from google.api_core.exceptions import GoogleAPICallError, RetryError

from onewrite.adapters.pubsub.line import Line

log = logging.getLogger(__name__)

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
            log.warning("Nobody was called to help: %s", type(fault).__name__, extra={"action": "rebuild_unheard"})

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
