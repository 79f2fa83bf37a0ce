"""Works on a rebuild and shows the progress of all its workers, and what they park."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from time import sleep
from typing import Any, Final

from onewrite.cli.messages import messages, tell
from onewrite.cli.progress.bar import REFRESH_SECONDS, bar_of_counts
from onewrite.cli.quantities import counted
from onewrite.cli.systems.operations import Operations
from onewrite.errors import OperationRefused

#: How long one call works before the progress of the whole is looked at; other workers may hold what is left.
ROUND_SECONDS: Final = 5.0
#: How many parked streams are named in a round; the others are only counted.
MOST_NAMED: Final = 10

Report = dict[str, Any]


def work_and_show(operations: Operations, started: Report, *, quiet: bool) -> Report | None:
    """Work until the rebuild is complete or paused; return its progress, None if it was cancelled or switched to."""
    rebuild = _Rebuild(operations, started["projection"], started["generation"])
    if not quiet:
        messages.print(f"Building generation {rebuild.generation} of {rebuild.projection}", soft_wrap=True)
    with bar_of_counts(quiet=quiet) as bar, ThreadPoolExecutor(1) as pool:
        task = bar.add_task("", total=started["ranges"], counts="")
        while True:
            working = pool.submit(rebuild.work)
            while wait([working], timeout=REFRESH_SECONDS).not_done:
                bar.update(task, **_shown(rebuild.progress()))
            progress = rebuild.progress()
            bar.update(task, **_shown(progress))
            if not quiet:
                rebuild.tell_parked()
            if working.result():
                return progress
            sleep(REFRESH_SECONDS)


def counts_of(progress: Report) -> str:
    streams, events = counted(progress["streams"], "stream"), counted(progress["events"], "event")
    return f"{progress['done']} of {counted(progress['ranges'], 'range')}, {streams}, {events}"


@dataclass
class _Rebuild:
    operations: Operations
    projection: str
    generation: int
    #: What was told already.
    parked: set[str] = field(default_factory=set)

    def work(self) -> bool:
        """Work for a while; return whether the rebuild is over."""
        place = {"projection": self.projection, "generation": self.generation}
        done: Report = self.operations.act("work", **place, seconds=ROUND_SECONDS)
        return bool(done["is_over"])

    def progress(self) -> Report | None:
        try:
            found: Report = self.operations.read("progress", projection=self.projection)
        except OperationRefused:
            return None
        return found if found["generation"] == self.generation else None

    def tell_parked(self) -> None:
        found = self.operations.read("parked", projection=self.projection)
        mine = [one for one in found if one["generation"] == self.generation and one["stream_id"] not in self.parked]
        self.parked |= {one["stream_id"] for one in mine}
        for one in mine[:MOST_NAMED]:
            tell("error", f"{one['stream_id']} is parked at version {one['version']}: {one['error']}")
        if len(mine) > MOST_NAMED:
            tell("error", f"{len(mine) - MOST_NAMED} more are parked: `onewrite parked {self.projection}`")


def _shown(progress: Report | None) -> dict[str, Any]:
    return {"completed": progress["done"], "counts": counts_of(progress)} if progress else {}
