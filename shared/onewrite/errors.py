"""Every error raised on purpose, and what the one who meets it should do.

OnewriteError
├── BadInput                      the request is wrong            mend it and send it again
│   ├── InvalidStreamId
│   ├── InvalidFields             each field with its pointer
│   ├── InvalidPageToken
│   └── IdempotencyKeyReused      another command had this key
├── NotFound                      it isn't there                  look elsewhere
│   ├── StreamNotFound            nothing was ever appended
│   ├── VersionNotFound           the stream is shorter than that
│   ├── RowNotFound               the view has nothing under that key
│   ├── UnknownCommand
│   └── UnknownProjection
├── CommandRejected               the domain said no              tell the person
├── WrongExpectedVersion          someone else appended first     read again, decide again
├── StreamContended               too many writers at once        send it again in a moment
├── UndecodableEvent              no code here can read it        add an upcaster, then release
├── RowsRefused                   the store can't keep such rows  mend the projection or its table, then release
├── EventNotApplied               it will be tried again          look at it when it parks
├── ViewParked                    a failing event stops the view  mend the cause, then release
├── ViewBehind                    it could not catch up in time   ask again
├── RebuildUnfinished             others hold what is left        it will be rung again
├── LeaseLost                     another instance took over      stop; it carries on
├── OperationRefused              the views are not in that state look at `onewrite status`
└── Unavailable                   the store or bus can't answer   try again later
"""

from collections.abc import Mapping


class OnewriteError(Exception):
    """Something this system refuses or can't do; `metadata` repeats every variable part of the message."""

    def __init__(self, message: str, **metadata: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.metadata: Mapping[str, str | int] = metadata


class BadInput(OnewriteError):
    """The request can't be carried out as it stands."""


class InvalidStreamId(BadInput):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no stream id: use a letter or digit, then up to 127 of A-Z a-z 0-9 . _ ~ : -",
            stream_id=text,
        )


class InvalidFields(BadInput):
    """`problems` maps a JSON pointer (or the name of a parameter) to what is wrong there."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        named = "; ".join(f"{pointer}: {problem}" for pointer, problem in problems.items())
        super().__init__(f"Mend these fields and send it again: {named}")
        self.problems = problems


class InvalidPageToken(BadInput):
    def __init__(self) -> None:
        super().__init__("This page_token was not made here: start again without one")


class IdempotencyKeyReused(BadInput):
    def __init__(self, stream: str, key: str) -> None:
        super().__init__(
            f"Another command on {stream} already used the idempotency key {key!r}: send a new key",
            stream_id=stream,
            idempotency_key=key,
        )


class NotFound(OnewriteError):
    """What was asked for isn't there."""


class StreamNotFound(NotFound):
    def __init__(self, stream: str) -> None:
        super().__init__(f"Nothing was ever appended to {stream}: create it first", stream_id=stream)


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
        super().__init__(f"There is no command {name!r}: use one of {known}", command=name)


class UnknownProjection(NotFound):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no projection {name!r}: use one of {known}", projection=name)


class CommandRejected(OnewriteError):
    """The domain said no. `reason` is stable, upper snake case; the message is for a person."""

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
    """The stored event can't be read by this code. Names no data, only types and fields."""


class RowsRefused(OnewriteError):
    """The store can't keep what a projection wrote, and never will; nothing was written. Names no data."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"The store refuses the rows ({cause}): compare what is written with the table's columns")


class EventNotApplied(OnewriteError):
    def __init__(self, projection: str, stream: str, version: int, cause: str) -> None:
        super().__init__(
            f"{projection} could not apply version {version} of {stream} ({cause}): it will be tried again",
            projection=projection,
            stream_id=stream,
            version=version,
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


class RebuildUnfinished(OnewriteError):
    def __init__(self, projection: str, generation: int) -> None:
        super().__init__(
            f"Generation {generation} of {projection} isn't built yet: ring again",
            projection=projection,
            generation=generation,
        )


class LeaseLost(OnewriteError):
    """The fencing token is no longer the one that was granted: another instance carries on."""


class OperationRefused(OnewriteError):
    """The views are not in a state in which this can be done."""


class Unavailable(OnewriteError):
    """The store or the bus can't answer now; nothing is known to have changed, a repeat is safe."""
