"""What was released of a domain's events: they are stored for ever, so every later release has to read them.

`shared/PACKAGE/released_events.txt` has a line for each event type and schema version that a release could read, with
the shape of its data, beside those about the ids of streams (`onewrite.checks.released_ids`). Lines are only added.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from infra.event_shapes import shape_of
from onewrite.checks.released_ids import LINE as IDS
from onewrite.domain.events import Event

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"(?P<event_type>.+?) (?P<version>\d+)(?: (?P<shape>.+))?")


class Released(NamedTuple):
    """A line. Without a shape it is a version that was replaced before lines were kept."""

    event_type: str
    version: int
    shape: str = ""

    def __str__(self) -> str:
        return f"{self.event_type} {self.version} {self.shape}".rstrip()


def file_of(package: str, repository: Path = ROOT) -> Path:
    return repository / "shared" / package / "released_events.txt"


def read(file: Path) -> list[Released]:
    """Return the lines, none if the file isn't there yet. Raises ValueError for a line that is none."""
    lines = []
    for text in file.read_text().splitlines() if file.is_file() else ():
        if IDS.fullmatch(text):
            continue
        found = LINE.fullmatch(text)
        if found is None:
            raise ValueError(f"{file}: write a type, a schema version and a shape instead of {text!r}")
        lines.append(Released(found["event_type"], int(found["version"]), found["shape"] or ""))
    return lines


def unreadable(released: Sequence[Released], events: Sequence[type[Event]]) -> Iterator[str]:
    """Yield a sentence for each line that these can't read any more."""
    declared = {event.event_type: event for event in events}
    for line in released:
        event, what = declared.get(line.event_type), f"{line.event_type} {line.version} was released and"
        if event is None:
            yield f"{what} isn't declared: declare it, with retired=True if it is no longer written"
        elif line.version > event.schema_version:
            yield f"{what} can't be read: give {event.__name__} schema_version={line.version} again"
        elif line.version == event.schema_version and line.shape not in {"", shape_of(event)}:
            yield (
                f"{what} has another shape, {shape_of(event)} instead of {line.shape}: "
                f"give {event.__name__} schema_version={line.version + 1}"
            )


def missing(released: Sequence[Released], events: Sequence[type[Event]]) -> list[Released]:
    """Return the lines to add."""
    there = {line[:2] for line in released}
    readable = (
        Released(event.event_type, version, shape_of(event) if version == event.schema_version else "")
        for event in events
        for version in range(1, event.schema_version + 1)
    )
    return [line for line in readable if line[:2] not in there]


def not_read_there(released: Sequence[Released], events: Sequence[type[Event]]) -> Iterator[str]:
    """Yield a sentence for each version that these write and that the release with those lines can't read."""
    there = {line[:2] for line in released}
    for event in events:
        for version in range(1, (event.written_version or event.schema_version) + 1):
            if (event.event_type, version) not in there:
                yield f"{event.event_type} {version} is written here and not read there: a release in between has to"
