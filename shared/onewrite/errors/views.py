"""Errors of views: an event, or its rows, can't be applied, or the view isn't where it should be."""

from onewrite.errors.base import OnewriteError


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


class ProjectionHalted(OnewriteError):
    """Most streams fail alike, so nothing is applied, and nothing counts as a failure of an event."""

    def __init__(self, projection: str, cause: str) -> None:
        super().__init__(
            f"{projection} is halted, as most streams fail with the same error ({cause}): it goes on by itself",
            projection=projection,
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
