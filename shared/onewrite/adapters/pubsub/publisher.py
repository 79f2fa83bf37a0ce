"""How this process publishes; a process that never does never loads the client."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onewrite.adapters.pubsub.unbatched_client import UnbatchedClient


@dataclass(frozen=True)
class Publisher:
    """Names the CloudEvents source, and the seconds that a request may usually take."""

    source: str
    timeout: float

    def publish(self, topic: str, messages: Sequence[dict[str, Any]], within: float | None = None) -> None:
        """Send all of it in one request. Raises Google's errors."""
        self._client.publish_all(topic, messages, within or self.timeout)

    @cached_property
    def _client(self) -> "UnbatchedClient":
        from onewrite.adapters.pubsub.unbatched_client import UnbatchedClient  # noqa: PLC0415 - takes half a second

        return UnbatchedClient()
