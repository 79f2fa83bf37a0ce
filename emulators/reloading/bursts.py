"""Watches the files of a running system; what is saved in a burst comes at once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Final

from watchfiles import Change, DefaultFilter, watch

from emulators.reloading.sources import Sources

#: A burst ends when nothing was saved for that long.
QUIET_MILLISECONDS: Final = 150
LONGEST_BURST_MILLISECONDS: Final = 1000


def bursts(sources: Sources, over: Event, *, every: float) -> Iterator[set[Path]]:
    """Yield the files of each burst, and no files after each `every` seconds without one, until it is over."""
    changes = watch(
        *sources.folders,
        watch_filter=_Concerning(sources),
        step=QUIET_MILLISECONDS,
        debounce=LONGEST_BURST_MILLISECONDS,
        rust_timeout=int(every * 1000),
        yield_on_timeout=True,
        stop_event=over,
    )
    for burst in changes:
        yield {Path(path) for _, path in burst}


class _Concerning(DefaultFilter):
    """Passes the files that concern the system, and none that an editor makes for itself."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources

    def __call__(self, change: Change, path: str) -> bool:
        file, sources = Path(path), self._sources
        concerns = sources.is_schema(file) or sources.needs_a_new_start(file) or sources.functions_made_of([file])
        return bool(concerns) and super().__call__(change, path)
