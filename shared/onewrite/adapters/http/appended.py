"""The response to a command."""

from typing import Self

from onewrite.adapters.http.responses import Event
from onewrite.adapters.models import Model
from onewrite.application.commands.accept_command import Accepted


class Appended(Model):
    """The stream's version now, and the events that the command appended; none if nothing had to change."""

    stream_id: str
    version: int
    events: list[Event]

    @classmethod
    def of(cls, accepted: Accepted) -> Self:
        events = [Event.of(event) for event in accepted.events]
        return cls(stream_id=str(accepted.stream), version=accepted.version, events=events)
