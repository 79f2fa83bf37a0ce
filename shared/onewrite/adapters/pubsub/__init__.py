"""The topic, the dead letters and the rebuild queue on Pub/Sub."""

from onewrite.adapters.pubsub.dead_letters import PubSubDeadLetters
from onewrite.adapters.pubsub.publisher import Publisher
from onewrite.adapters.pubsub.rebuild_queue import PubSubRebuildQueue
from onewrite.adapters.pubsub.topic import PubSubTopic

__all__ = ["PubSubDeadLetters", "PubSubRebuildQueue", "PubSubTopic", "Publisher"]
