"""The headers of a command: its idempotency key, the expected version, and where it comes from."""

import re
from typing import Annotated
from uuid import uuid4

from flask import Request
from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator

from onewrite.adapters.http.requests.matching import Matching
from onewrite.adapters.models import Model
from onewrite.application import tracing
from onewrite.domain.events import Metadata
from onewrite.domain.streams import ANY, NO_STREAM, ExpectedVersion, exact
from onewrite.errors import FieldProblem, InvalidFields

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
#: A query's ETag has a fingerprint behind the version: what was read can be sent back as it is.
ETag = Annotated[
    str, Matching(r'"(?:0|[1-9][0-9]{0,17})(?:-[0-9a-f]{8})?"', 'name the version in quotes, for example "4"')
]


class CommandHeaders(Model):
    model_config = ConfigDict(frozen=True)

    idempotency_key: Key | None = Field(
        default=None, alias="Idempotency-Key", description="Same key, same result: a repeat changes nothing"
    )
    if_match: ETag | None = Field(
        default=None, alias="If-Match", description='The version that the stream must be at, in quotes: "4"'
    )
    if_none_match: Annotated[str, Matching(r"\*", "use * for a stream that must not be there yet")] | None = Field(
        default=None, alias="If-None-Match", description="`*`: the stream must not be there yet"
    )
    correlation_id: Word | None = Field(
        default=None, alias="X-Correlation-Id", description="One id for all that this request sets off"
    )
    causation_id: Word | None = Field(
        default=None, alias="X-Causation-Id", description="The id of the event that this command follows from"
    )
    actor: Word | None = Field(default=None, alias="X-Actor", description="Who sends it; kept with the events")
    traceparent: str | None = Field(
        default=None, alias="traceparent", description="W3C trace context; what is none is left out"
    )

    @field_validator("if_none_match")
    @classmethod
    def _one_precondition_at_most(cls, said: str | None, others: ValidationInfo) -> str | None:
        if said and others.data.get("if_match"):
            raise ValueError("use If-Match or If-None-Match, not both")
        return said

    @field_validator("traceparent")
    @classmethod
    def _or_none(cls, text: str | None) -> str | None:
        return text if text and re.fullmatch(_TRACEPARENT, text) else None

    @property
    def expected(self) -> ExpectedVersion:
        if self.if_none_match:
            return NO_STREAM
        return exact(int(self.if_match.strip('"').partition("-")[0])) if self.if_match else ANY

    def metadata(self) -> Metadata:
        """Return the metadata of the events to come; where the request names no ids, with new ones.

        Their `traceparent` is our span, if one is made.
        """
        return Metadata(
            correlation_id=self.correlation_id or str(uuid4()),
            causation_id=self.causation_id or self.idempotency_key or str(uuid4()),
            actor=self.actor,
            traceparent=tracing.traceparent() or self.traceparent,
        )


class OperatorHeaders(Model):
    """The header of what an operator reads or does."""

    model_config = ConfigDict(frozen=True)

    actor: Word | None = Field(default=None, alias="X-Actor", description="Who it is, where no token is checked")


def refuse_headers(request: Request, *names: str) -> None:
    """Raise InvalidFields for preconditions that nobody evaluates here: to ignore one would be to break it."""
    told = [name for name in names if name in request.headers]
    if told:
        raise InvalidFields([FieldProblem("header", name, "this precondition is not known here") for name in told])
