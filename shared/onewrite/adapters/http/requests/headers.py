"""The headers of a command: its idempotency key, the expected version, and where it comes from."""

import re
from typing import Annotated
from uuid import uuid4

from flask import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from onewrite.adapters.http.requests.matching import Matching
from onewrite.adapters.http.requests.validation import headers_as
from onewrite.domain.events import Metadata
from onewrite.domain.streams import ANY, ExpectedVersion, exact

#: Visible ASCII without quotes, backslash and comma: a header that is sent twice arrives joined by a comma.
_WORD = r"[!#-+\--\[\]-~]{1,128}"
_TRACEPARENT = r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"

Word = Annotated[str, Matching(_WORD, 'use 1 to 128 visible ASCII characters but , " \\')]
#: The draft standard puts the key in quotes, many clients don't; both forms are the same key.
Key = Annotated[
    str,
    Matching(f'"{_WORD}"|{_WORD}', 'use 1 to 128 visible ASCII characters but , " \\ and quotes around all or none'),
    AfterValidator(lambda text: text.strip('"')),
]
ETag = Annotated[str, Matching(r'"(?:0|[1-9][0-9]{0,17})"', 'name the version in quotes, for example "4"')]


class CommandHeaders(BaseModel):
    model_config = ConfigDict(frozen=True)

    idempotency_key: Key | None = Field(
        default=None, alias="Idempotency-Key", description="Same key, same result: a repeat changes nothing"
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
    def _or_none(cls, text: str | None) -> str | None:
        return text if text and re.fullmatch(_TRACEPARENT, text) else None

    @property
    def expected(self) -> ExpectedVersion:
        return exact(int(self.if_match.strip('"'))) if self.if_match else ANY

    def metadata(self) -> Metadata:
        """Return the metadata of the events to come, with new ids where the request names none."""
        return Metadata(
            correlation_id=self.correlation_id or str(uuid4()),
            causation_id=self.idempotency_key or str(uuid4()),
            actor=self.actor,
            traceparent=self.traceparent,
        )


def metadata_of(request: Request) -> Metadata:
    """Return the metadata that a request's headers give. Raises InvalidFields."""
    return headers_as(CommandHeaders, request).metadata()
