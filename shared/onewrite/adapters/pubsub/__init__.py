"""The topic on Pub/Sub."""

from onewrite.adapters.pubsub.topic import PubSubTopic, topic

__all__ = ["PubSubTopic", "topic"]
