"""The parameters and bodies of what operators ask of single streams."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from onewrite.adapters.http.requests.operations import OperationRequest

#: The most events of a page.
MOST_EVENTS = 100


class StreamRequest(OperationRequest):
    """Without `after` it is the newest page."""

    stream_id: str
    after: Annotated[int, Field(ge=0)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = MOST_EVENTS


class FindStreamsRequest(OperationRequest):
    prefix: Annotated[str, Field(max_length=256)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = 20


class RecentRequest(OperationRequest):
    """With `after`, the events that were committed later, the first of them; it is the `position` of a report."""

    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = 50
    after: AwareDatetime | None = None
