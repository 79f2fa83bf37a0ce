"""What the headers of a command say: its key, the version it expects, who sends it and why."""

import re
from typing import Annotated
from uuid import uuid4

from flask import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from onewrite.adapters.http.requests.matching import Matching
from onewrite.adapters.http.requests.validation import headers_as
from onewrite.domain.events import Metadata
from onewrite.domain.streams import ANY, ExpectedVersion, exact

#: Visible ASCII without what quotes, escapes and joins: a header that is sent twice arrives with a comma in it.
_WORD = r"[!#-+\--\[\]-~]{1,128}"
_TRACEPARENT = r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"

Word = Annotated[str, Matching(_WORD, 'use 1 to 128 visible ASCII characters but , " \\')]
#: The draft standard has quotes around it, many clients have none; the key is the same.
Key = Annotated[
    str,
    Matching(f'"{_WORD}"|{_WORD}', 'use 1 to 128 visible ASCII characters but , " \\ and quotes around all or none'),
    AfterValidator(lambda text: text.strip('"')),
]
ETag = Annotated[str, Matching(r'"(?:0|[1-9][0-9]{0,17})"', 'name the version in quotes, for example "4"')]


class CommandHeaders(BaseModel):
    model_config = ConfigDict(frozen=True)

    idempotency_key: Key | None = Field(
        default=None, alias="Idempotency-Key", description="Same key, same answer: a repeat changes nothing"
    )
    if_match: ETag | None = Field(
        default=None, alias="If-Match", description='The version that the stream must be at, in quotes: "4"'
    )
    correlation_id: Word | None = Field(
        default=None, alias="X-Correlation-Id", description="One id for all that this request sets off"
    )
    actor: Word | None = Field(default=None, alias="X-Actor", description="Who sends it; kept with the events")
    traceparent: str | None = Field(
        default=None, alias="traceparent", description="W3C trace context; what is none is left out"
    )

    @field_validator("traceparent")
    @classmethod
    def _or_none(cls, said: str | None) -> str | None:
        return said if said and re.fullmatch(_TRACEPARENT, said) else None

    @property
    def expected(self) -> ExpectedVersion:
        return exact(int(self.if_match.strip('"'))) if self.if_match else ANY

    def metadata(self) -> Metadata:
        """Return what the events will say of their origin."""
        return Metadata(
            correlation_id=self.correlation_id or str(uuid4()),
            causation_id=self.idempotency_key or str(uuid4()),
            actor=self.actor,
            traceparent=self.traceparent,
        )


def metadata_of(request: Request) -> Metadata:
    """Return where a request comes from. Raises InvalidFields."""
    return headers_as(CommandHeaders, request).metadata()
