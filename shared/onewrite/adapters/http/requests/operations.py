"""What an operator can ask for, as models."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from onewrite.application.operations.replay_events import Selection
from onewrite.domain.streams import StreamId

Reason = Annotated[str, Field(min_length=1, max_length=1000)]


class Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Which(Asked):
    projection: str | None = None
    stream_id: str | None = None
    error_class: str | None = None


class Release(Which):
    projection: str
    reason: Reason | None = None


class Skip(Which):
    projection: str
    reason: Reason


class Named(Asked):
    projection: str


class Act(Named):
    reason: Reason | None = None


class Drop(Act):
    generation: Annotated[int, Field(ge=1)]


class Reconcile(Asked):
    reason: Reason | None = None


class Record(Asked):
    limit: Annotated[int, Field(ge=1, le=1000)] = 20


class Replay(Asked):
    stream_id: str | None = None
    first: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1)] | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    dry_run: bool = False
    reason: Reason | None = None

    def selection(self) -> Selection:
        stream = StreamId.parse(self.stream_id) if self.stream_id else None
        return Selection(stream, self.first, self.last, self.since, self.until)
