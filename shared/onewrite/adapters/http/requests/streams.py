"""The parameters and bodies of what operators ask of single streams."""

from typing import Annotated

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from onewrite.adapters.http.requests.operations import OperationRequest, Reason

#: The most events of a page.
MOST_EVENTS = 100
#: No stream gets there, and every store can look.
LAST_VERSION = 2**62

Version = Annotated[int, Field(ge=1, le=LAST_VERSION)]


class StreamRequest(OperationRequest):
    """Without `after` it is the newest page."""

    stream_id: str
    after: Annotated[int, Field(ge=0, le=LAST_VERSION)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = MOST_EVENTS


class FindStreamsRequest(OperationRequest):
    prefix: Annotated[str, Field(max_length=256)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = 20


class RecentRequest(OperationRequest):
    """With `after`, the events that were committed later, the first of them; it is the `position` of a report."""

    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS)] = 50
    after: AwareDatetime | None = None


class CausesRequest(OperationRequest):
    stream_id: str
    version: Version


class ShowDataRequest(OperationRequest):
    """Without `first` and `last`, the newest versions; at most 50 of them."""

    stream_id: str
    first: Version | None = None
    last: Version | None = None
    reason: Reason | None = None

    @field_validator("last")
    @classmethod
    def _not_before_the_first(cls, last: int | None, others: ValidationInfo) -> int | None:
        if last is not None and last < (others.data.get("first") or 0):
            raise ValueError("name a version that isn't before `first`")
        return last
