"""What caused an event, and what it caused."""

from typing import Self

from onewrite.adapters.models import Model
from onewrite.adapters.operations.reports.events import EventReport
from onewrite.application.operations.streams.trace_causes import Chain, Link


class ChainedEventReport(EventReport):
    """`depth` is 0 for the event that was asked for, negative for its causes and positive for its effects."""

    depth: int

    @classmethod
    def of_link(cls, link: Link) -> Self:
        return cls(**EventReport.of(link.event).model_dump(), depth=link.depth)


class CausesReport(Model):
    """The first cause comes first, and each event before what it caused: `causation_id` is the id of its cause.

    `command` is the id of the command that began it all. If it isn't complete, there were too many events to look at.
    """

    correlation_id: str
    command: str
    is_complete: bool
    events: list[ChainedEventReport]

    @classmethod
    def of(cls, chain: Chain) -> Self:
        return cls(
            correlation_id=chain.links[0].event.metadata.correlation_id,
            command=chain.command,
            is_complete=chain.is_complete,
            events=[ChainedEventReport.of_link(link) for link in chain.links],
        )
