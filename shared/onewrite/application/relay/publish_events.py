"""Publish events, as every relay does: what became of them is added to the tally."""

from collections.abc import Sequence

from onewrite.application.ports.topic import Published, Topic
from onewrite.application.tally import measured
from onewrite.domain.events import RecordedEvent


def publish_events(topic: Topic, events: Sequence[RecordedEvent], *, within: float | None = None) -> Published:
    with measured("events_published", events=0, refused=0) as work:
        published = topic.publish(events, within=within)
        work.count(events=len(published.acknowledged), refused=published.refused)
        work.outcome = published.cause or work.outcome
        return published
