"""How this process publishes; a process that never does never loads the client."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onewrite.adapters.pubsub.unbatched_client import Publisher


@dataclass(frozen=True)
class Line:
    """The CloudEvents source that is named, and the seconds that a request may usually take."""

    source: str
    timeout: float

    def publish(self, topic: str, messages: Sequence[dict[str, Any]], within: float | None = None) -> None:
        """Send all of it in one request. Raises Google's errors."""
        self._publisher.publish_all(topic, messages, within or self.timeout)

    @cached_property
    def _publisher(self) -> "Publisher":
        from onewrite.adapters.pubsub.unbatched_client import Publisher  # noqa: PLC0415 - it takes half a second to import

        return Publisher()
