"""The topic on Pub/Sub."""

from onewrite.adapters.pubsub.publisher import Line
from onewrite.adapters.pubsub.rebuild_queue import PubSubRebuildBell
from onewrite.adapters.pubsub.topic import PubSubTopic

__all__ = ["Line", "PubSubRebuildBell", "PubSubTopic"]
