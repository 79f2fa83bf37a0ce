"""The parameters of queries, as models; an unknown parameter is refused by name."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from onewrite.adapters.words import words_of

Version = Annotated[int, Field(ge=0, le=2**62)]
Limit = Annotated[int, Field(ge=1, le=1000)]


def _plain_words(text: str) -> str:
    words = words_of(text)
    if not words:
        raise ValueError("name at least one word")
    return " ".join(words)


class Parameters(BaseModel):
    """No parameters; subclasses declare theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RowParameters(Parameters):
    min_version: Version = Field(default=0, description="Answer with this version of the stream or a later one")


class PageParameters(Parameters):
    page_size: Limit = 100
    page_token: str | None = Field(default=None, description="`next_page_token` of the page before")


class SearchParameters(Parameters):
    q: Annotated[
        str,
        Field(min_length=1, max_length=200, description="Words, all of which must be there"),
        AfterValidator(_plain_words),
    ]
    limit: Limit = 20


class HistoryParameters(RowParameters, PageParameters):
    at_version: Annotated[int, Field(ge=1, le=2**62)] | None = Field(
        default=None, description="The state as it was then"
    )
    at_time: AwareDatetime | None = Field(default=None, description="The state as it was then")

    @field_validator("at_time", mode="before")
    @classmethod
    def _encoded(cls, text: object) -> object:
        if isinstance(text, str) and re.search(r":\d\d(\.\d+)? \d\d:?\d\d$", text):
            raise ValueError("in a query a + is read as a space: write it as %2B, for example %2B05:30")
        return text

    @field_validator("at_time")
    @classmethod
    def _one_time_at_most(cls, time: datetime | None, others: ValidationInfo) -> datetime | None:
        if time is not None and others.data.get("at_version") is not None:
            raise ValueError("use at_version or at_time, not both")
        return time
