"""Every error that this system raises on purpose, and what to do about it.

OnewriteError
├── BadInput                      the request is wrong            mend it and send it again
│   ├── InvalidStreamId
│   ├── InvalidFields             names every field, with its place
│   ├── InvalidPageToken
│   ├── InvalidMessage            not a message of this system
│   └── IdempotencyKeyReused      another command had this key
├── NotFound                      it isn't there                  look elsewhere
│   ├── StreamNotFound            nothing was ever appended
│   ├── StreamNotYetThere         nothing had been appended by then
│   ├── VersionNotFound           the stream is shorter than that
│   ├── RowNotFound               the view has nothing under that key
│   ├── UnknownCommand
│   └── UnknownProjection
├── CommandRejected               the domain rejects it           tell the person
├── WrongExpectedVersion          another writer was first        read again, decide again
├── StreamContended               too many writers at once        send it again in a moment
├── UndecodableEvent              no code here can read it        add an upcaster, then release
├── RowsRefused                   the store can't keep such rows  mend the projection or its table, then release
├── EventNotApplied               it will be tried again          look at it when it parks
├── ViewParked                    a failing event stops the view  mend the cause, then release
├── ViewBehind                    it could not catch up in time   ask again
├── LeaseLost                     another instance took over      stop; that one carries on
├── OperationRefused              the views are not in that state look at `onewrite status`
└── Unavailable                   the store or bus is down        try again later

Errors of HTTP requests are in `adapters/http/refusals.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MAX_NAMED_PROBLEMS = 100


class OnewriteError(Exception):
    """The base of all. `metadata` repeats every variable part of the message."""

    def __init__(self, message: str, **metadata: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.metadata: Mapping[str, str | int] = metadata


class BadInput(OnewriteError):
    """The request is wrong and can't succeed unless it is changed."""


class InvalidStreamId(BadInput):
    #: The rule for the key, the part after the first dash.
    key_rule = "use a letter or digit, then up to 127 of A-Z a-z 0-9 . _ ~ : -"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no stream id: {self.key_rule}", stream_id=text)


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


class InvalidMessage(BadInput):
    """The pushed message is not one of this system. The bus dead-letters it after some attempts."""


class IdempotencyKeyReused(BadInput):
    def __init__(self, stream: str, key: str) -> None:
        super().__init__(
            f"Another command on {stream} already used the idempotency key {key!r}: send a new key",
            stream_id=stream,
            idempotency_key=key,
        )


class NotFound(OnewriteError):
    """Something that the request names does not exist."""


class StreamNotFound(NotFound):
    def __init__(self, stream: str) -> None:
        super().__init__(f"Nothing was ever appended to {stream}: create it first", stream_id=stream)


class StreamNotYetThere(NotFound):
    def __init__(self, stream: str, time: str) -> None:
        super().__init__(f"{stream} had no events yet at {time}: ask for a later time", stream_id=stream, time=time)


class VersionNotFound(NotFound):
    def __init__(self, stream: str, asked: int, version: int) -> None:
        super().__init__(
            f"{stream} is at version {version}, there is no version {asked} yet",
            stream_id=stream,
            asked=asked,
            version=version,
        )


class RowNotFound(NotFound):
    def __init__(self, table: str, key: str) -> None:
        super().__init__(f"The view {table} has no row {key!r}", view=table, key=key)


class UnknownCommand(NotFound):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no command {name!r}: use one of {known}", command=name, known=known)


class UnknownProjection(NotFound):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no projection {name!r}: use one of {known}", projection=name, known=known)


class CommandRejected(OnewriteError):
    """The domain rejected the command. `reason` is stable, in upper snake case; the message is for a person."""

    def __init__(self, reason: str, message: str, **metadata: str | int) -> None:
        super().__init__(message, **metadata)
        self.reason = reason


class WrongExpectedVersion(OnewriteError):
    def __init__(self, stream: str, expected: int, version: int) -> None:
        super().__init__(
            f"{stream} is at version {version}, the command expected {expected}: read it again, then decide",
            stream_id=stream,
            expected=expected,
            version=version,
        )


class StreamContended(OnewriteError):
    def __init__(self, stream: str, attempts: int) -> None:
        super().__init__(
            f"Others appended to {stream} first, {attempts} times in a row: send the command again",
            stream_id=stream,
            attempts=attempts,
        )


class UndecodableEvent(OnewriteError):
    """The stored event can't be decoded by this code. The message names types and fields, no data."""


class RowsRefused(OnewriteError):
    """The store will never accept the rows that a projection wrote; nothing was written. The message has no data."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"The store refuses the rows ({cause}): compare what is written with the table's columns", cause=cause
        )


class EventNotApplied(OnewriteError):
    def __init__(self, projection: str, stream: str, version: int, cause: str) -> None:
        super().__init__(
            f"{projection} could not apply version {version} of {stream} ({cause}): it will be tried again",
            projection=projection,
            stream_id=stream,
            version=version,
            cause=cause,
        )


class ViewParked(OnewriteError):
    def __init__(self, projection: str, stream: str, version: int) -> None:
        super().__init__(
            f"{projection} is parked for {stream} at version {version}: someone must release it",
            projection=projection,
            stream_id=stream,
            version=version,
        )


class ViewBehind(OnewriteError):
    def __init__(self, projection: str, stream: str, asked: int, version: int) -> None:
        super().__init__(
            f"{projection} has applied version {version} of {stream}, not yet {asked}: ask again",
            projection=projection,
            stream_id=stream,
            asked=asked,
            version=version,
        )


class LeaseLost(OnewriteError):
    """The fencing token is no longer valid: another instance has the lease and carries on."""


class OperationRefused(OnewriteError):
    """The state of the views, or the request of the operator, does not allow the operation."""


class Unavailable(OnewriteError):
    """The store or the bus does not respond. A commit may have succeeded: repeat the command with the same key."""
