"""Google's publisher without its batching in the background, as the caller sends whole batches."""

from collections.abc import Sequence
from typing import Any

from google.api_core.retry import Retry
from google.cloud.pubsub_v1 import PublisherClient
from google.pubsub_v1 import PublisherClient as PublishingClient


class UnbatchedClient(PublisherClient):  # type: ignore[misc]
    def publish_all(self, topic: str, messages: Sequence[dict[str, Any]], timeout: float) -> None:
        """Send the messages in one request and retry it for `timeout` seconds. Raises Google's errors."""
        retry = Retry(initial=0.1, maximum=5, timeout=timeout)
        request = {"topic": topic, "messages": messages}
        PublishingClient.publish(self, request=request, retry=retry, timeout=timeout)
