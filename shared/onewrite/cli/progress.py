"""Works on a rebuild and shows the progress of all its workers."""

from concurrent.futures import ThreadPoolExecutor, wait
from time import sleep
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild.rebuild_progress import RebuildProgress
from onewrite.cli.output import messages

#: How long this process works before it reads the progress of the whole again; other workers may hold what is left.
ROUND_SECONDS = 5.0
#: How often the progress that is shown is read again.
REFRESH_SECONDS = 0.2


def work_and_show(operate: Operate, started: RebuildProgress, *, quiet: bool) -> RebuildProgress | None:
    """Work until the rebuild is complete or paused; return its progress, None if it was cancelled or switched to."""
    columns = (TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"))
    name, generation, rebuild = started.projection, started.generation, operate.rebuild
    with Progress(*columns, TimeElapsedColumn(), console=messages, disable=quiet) as bar, ThreadPoolExecutor(1) as pool:
        task = bar.add_task(f"{name} generation {generation}", total=started.ranges, counts="")
        while True:
            working = pool.submit(operate.rebuild_worker.work, name, generation, seconds=ROUND_SECONDS)
            while wait([working], timeout=REFRESH_SECONDS).not_done:
                bar.update(task, **_shown(rebuild.progress_of(name, generation)))
            progress = rebuild.progress_of(name, generation)
            bar.update(task, **_shown(progress))
            if working.result() or progress is None:
                return progress
            sleep(REFRESH_SECONDS)


def _shown(progress: RebuildProgress | None) -> dict[str, Any]:
    if progress is None:
        return {}
    counts = f"{progress.done}/{progress.ranges} ranges, {progress.streams} streams, {progress.events} events"
    return {"completed": progress.done, "counts": counts}
