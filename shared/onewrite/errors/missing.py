"""Errors about what isn't there."""

from onewrite.errors.base import OnewriteError


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


class NothingFound(NotFound):
    def __init__(self, path: str) -> None:
        super().__init__(f"{path} finds nothing for these parameters", path=path)


class UnknownCommand(NotFound):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no command {name!r}: use one of {known}", command=name, known=known)


class UnknownProjection(NotFound):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no projection {name!r}: use one of {known}", projection=name, known=known)
