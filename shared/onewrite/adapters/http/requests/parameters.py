"""The parameters that the library reads of every query of a kind; an unknown parameter is refused by name."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator

from onewrite.adapters.http.requests.columns import Time
from onewrite.adapters.models import Model
from onewrite.adapters.words import words_of

Version = Annotated[int, Field(ge=0, le=2**62)]
Limit = Annotated[int, Field(ge=1, le=1000)]


def _plain_words(text: str) -> str:
    words = words_of(text)
    if not words:
        raise ValueError("name at least one word")
    return " ".join(words)


class Parameters(Model):
    """No parameters; subclasses declare theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ViewParameters(Parameters):
    """Of whatever reads a view."""

    max_staleness: Annotated[int, Field(ge=0, le=600)] = Field(
        default=0, description="Seconds: be content with what the view was so long ago"
    )

    @property
    def staleness(self) -> timedelta:
        return timedelta(seconds=self.max_staleness)

    @property
    def at_least(self) -> int:
        """The version that is asked for; 0 for any."""
        return 0


class StreamParameters(ViewParameters):
    """Of what belongs to one stream."""

    min_version: Version = Field(default=0, description="Answer with this version of the stream or a later one")

    @field_validator("min_version")
    @classmethod
    def _fresh_or_stale(cls, version: int, others: ValidationInfo) -> int:
        if version and others.data.get("max_staleness"):
            raise ValueError("use min_version or max_staleness, not both")
        return version

    @property
    def at_least(self) -> int:
        return self.min_version


class Pages(Parameters):
    page_size: Limit = 100
    page_token: str | None = Field(default=None, description="`next_page_token` of the page before")


class PageParameters(ViewParameters, Pages):
    """Of pages over all streams."""


class StreamPageParameters(StreamParameters, Pages):
    """Of pages of what belongs to one stream."""


class Words(Parameters):
    q: Annotated[
        str,
        Field(min_length=1, max_length=200, description="Words, all of which must be there"),
        AfterValidator(_plain_words),
    ]
    limit: Limit = 20


class SearchParameters(ViewParameters, Words):
    """Of searches over all streams."""


class HistoryParameters(Pages):
    min_version: Version = Field(default=0, description="Answer with this version of the stream or a later one")
    at_version: Annotated[int, Field(ge=1, le=2**62)] | None = Field(
        default=None, description="The state as it was then"
    )
    at_time: Time | None = Field(default=None, description="The state as it was then")

    @field_validator("at_time")
    @classmethod
    def _one_time_at_most(cls, time: datetime | None, others: ValidationInfo) -> datetime | None:
        if time is not None and others.data.get("at_version") is not None:
            raise ValueError("use at_version or at_time, not both")
        return time
