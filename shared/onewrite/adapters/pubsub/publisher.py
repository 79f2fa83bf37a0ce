"""Publishing from this process; Google's client is loaded with the first message."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onewrite.adapters.pubsub.unbatched_client import UnbatchedClient


@dataclass(frozen=True)
class Publisher:
    """`source` is the CloudEvents source of all messages, `timeout` the default of a request in seconds."""

    source: str
    timeout: float

    def publish(self, topic: str, messages: Sequence[dict[str, Any]], within: float | None = None) -> None:
        """Send the messages in one request. Raises Google's errors."""
        self._client.publish_all(topic, messages, within or self.timeout)

    @cached_property
    def _client(self) -> "UnbatchedClient":
        from onewrite.adapters.pubsub.unbatched_client import UnbatchedClient  # noqa: PLC0415 - takes half a second

        return UnbatchedClient()
