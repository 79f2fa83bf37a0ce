"""Errors of requests that are wrong as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onewrite.errors.base import OnewriteError

MAX_NAMED_PROBLEMS = 100


class BadInput(OnewriteError):
    """The request is wrong and can't succeed unless it is changed."""


class InvalidStreamId(BadInput):
    """`key_rule` is about the key, the part after the first dash."""

    def __init__(self, text: str, key_rule: str) -> None:
        super().__init__(f"{text!r} is no stream id: {key_rule}", stream_id=text, key_rule=key_rule)
        self.key_rule = key_rule


@dataclass(frozen=True)
class FieldProblem:
    """A problem at one place: a JSON `pointer` into the body, or the name of a `parameter` or a `header`."""

    where: Literal["pointer", "parameter", "header"]
    name: str
    detail: str


class InvalidFields(BadInput):
    """`named` are the first of the problems; their number limits the size of the response."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = problems
        self.named = problems[:MAX_NAMED_PROBLEMS]
        fields, more = ", ".join(problem.name for problem in self.named), len(problems) - len(self.named)
        if more:
            super().__init__(f"Mend these fields and {more} more: {fields}", fields=fields, more=more)
        else:
            super().__init__(f"Mend these fields and send it again: {fields}", fields=fields)


class InvalidPageToken(BadInput):
    def __init__(self) -> None:
        super().__init__("This page_token was not made here: start again without one")


class StreamWithoutCategory(BadInput):
    def __init__(self, stream: str, known: str) -> None:
        super().__init__(f"{stream!r} says no category: use one of {known}", stream_id=stream, known=known)


class InvalidMessage(BadInput):
    """The pushed message is not one of this system. The bus dead-letters it after some attempts."""


class TimeToCome(BadInput):
    def __init__(self, time: str, now: str) -> None:
        super().__init__(f"{time} is still to come, it is {now}: ask for an earlier time", time=time, now=now)


class IdempotencyKeyReused(BadInput):
    def __init__(self, stream: str, key: str) -> None:
        super().__init__(
            f"Another command on {stream} already used the idempotency key {key!r}: send a new key",
            stream_id=stream,
            idempotency_key=key,
        )
