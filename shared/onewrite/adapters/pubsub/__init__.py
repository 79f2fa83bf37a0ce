"""The topic on Pub/Sub."""

from onewrite.adapters.pubsub.bell import PubSubRebuildBell
from onewrite.adapters.pubsub.topic import Line, Publisher, PubSubTopic

__all__ = ["Line", "PubSubRebuildBell", "PubSubTopic", "Publisher"]
