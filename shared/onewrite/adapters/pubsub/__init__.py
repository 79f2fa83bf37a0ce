"""The topic on Pub/Sub."""

from onewrite.adapters.pubsub.bell import PubSubRebuildBell
from onewrite.adapters.pubsub.line import Line
from onewrite.adapters.pubsub.topic import PubSubTopic

__all__ = ["Line", "PubSubRebuildBell", "PubSubTopic"]
