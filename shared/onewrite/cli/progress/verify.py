"""Verifies a view and shows how much of each generation is compared by now."""

from concurrent.futures import Future, wait
from threading import Thread
from typing import Any, Self

from rich.progress import Progress, TaskID

from onewrite.cli.progress.bar import REFRESH_SECONDS, bar_of_counts
from onewrite.cli.quantities import counted
from onewrite.cli.systems.operations import Operations

Report = dict[str, Any]


def verify_and_show(operations: Operations, projection: str, reason: str | None, *, quiet: bool) -> Report:
    """Verify the view and return the verdict."""
    with _Shown(bar_of_counts(quiet=quiet)) as shown:
        verifying = _begin(operations, projection, reason)
        while wait([verifying], timeout=None if quiet else REFRESH_SECONDS).not_done:
            shown.show(operations.read("verify-progress", projection=projection))
        shown.show([])
        return verifying.result()


def counts_of(progress: Report) -> str:
    ranges = f"{progress['done']} of {counted(progress['ranges'], 'range')}"
    found = (
        counted(progress[f"{thing}s"], thing) for thing in ("stream", "row", "difference") if progress[f"{thing}s"]
    )
    return f"generation {progress['generation']}: {', '.join((ranges, *found))}"


def _begin(operations: Operations, projection: str, reason: str | None) -> Future[Report]:
    """Verify in a thread that nobody waits for who gives up, however long it has to go on."""
    future = Future[Report]()

    def verify() -> None:
        try:
            future.set_result(operations.act("verify", projection=projection, reason=reason))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is wanted
            future.set_exception(error)

    Thread(target=verify, daemon=True).start()
    return future


class _Shown:
    """A line for each generation; one that isn't compared any more is done. A refusal is told without a bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._lines: dict[int, tuple[TaskID, Report]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lines:
            self._bar.stop()

    def show(self, found: list[Report]) -> None:
        under_way = {progress["generation"]: progress for progress in found}
        for generation, progress in under_way.items():
            if generation not in self._lines:
                self._bar.start()
                self._lines[generation] = self._bar.add_task("", total=progress["ranges"], counts=""), progress
        for generation, (line, last) in self._lines.items():
            progress = under_way.get(generation, {**last, "done": last["ranges"]})
            self._lines[generation] = line, progress
            self._bar.update(line, completed=progress["done"], counts=counts_of(progress))
