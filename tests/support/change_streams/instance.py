"""An instance of a group in a process of its own: `python -m … HOST PROJECT MEMBER FOLDER`.

It appends what it has handled to a file, one call after the other. As long as there is a file that tells it to, it
stands still in the middle of handling, and says so by another file.
"""

import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

from spanner_changes import ConsumerGroup, Pace
from spanner_changes.records import DataChange
from tests.support.change_streams.things import Things
from tests.support.waiting.eventually import POLL_SECONDS, eventually

GROUP = "group"
PACE = Pace(
    waits=False,
    poll=timedelta(milliseconds=200),
    save_every=timedelta(milliseconds=200),
    save_idle_every=timedelta(milliseconds=500),
    beat=timedelta(milliseconds=300),
    lease=timedelta(seconds=1.5),
)


def numbers_of(changes: Sequence[DataChange]) -> list[int]:
    """What Things wrote."""
    return [mod.new_values["n"] for change in changes for mod in change.mods]


@dataclass(frozen=True)
class Files:
    """What a process and its test tell each other."""

    folder: Path
    member: str

    @property
    def hold(self) -> Path:
        return self.folder / f"{self.member}.hold"

    @property
    def is_held(self) -> Path:
        return self.folder / f"{self.member}.held"

    @property
    def handled(self) -> Path:
        return self.folder / f"{self.member}.handled"

    @property
    def numbers(self) -> set[int]:
        return {int(word) for word in self.handled.read_text().split()} if self.handled.exists() else set()

    def handle(self, changes: Sequence[DataChange]) -> None:
        if self.hold.exists():
            self.is_held.touch()
            eventually(lambda: not self.hold.exists(), longest_poll=POLL_SECONDS)
        with self.handled.open("a") as file:
            file.write(f"{' '.join(map(str, numbers_of(changes)))}\n")


def main(host: str, project: str, member: str, folder: str) -> None:
    logging.basicConfig(level=logging.INFO)
    stop, things = Event(), Things(host, project, is_new=False)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    group = ConsumerGroup(things.stream(), things.group(GROUP), Files(Path(folder), member).handle, PACE)
    group.run(stop, member=member)


if __name__ == "__main__":
    main(*sys.argv[1:])
