"""Errors of commands: the domain, or another writer, stands in the way."""

from onewrite.errors.base import OnewriteError


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
