"""Reads ahead in a thread of its own, so that what has arrived can be handled at once, in batches."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

#: How often a reader that waits looks whether it is to stop.
CHECK_SECONDS: Final = 0.05
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _End:
    """The end of the iterator, or the error that ended it."""

    error: Exception | None = None


class Ahead(Generic[Item]):
    """Runs `read()` in a thread. Iterating yields lists of what has arrived, of at most `limit` items."""

    def __init__(self, read: Callable[[], Iterator[Item]], limit: int, stopped: Callable[[], bool]) -> None:
        self._read = read
        self._limit = limit
        self._stopped = stopped
        self._arrived: queue.Queue[Item | _End] = queue.Queue(maxsize=2 * limit)
        self._abandoned = threading.Event()

    def __iter__(self) -> Iterator[list[Item]]:
        """End with the iterator, or as soon as `stopped()`. Raises what `read()` raised."""
        threading.Thread(target=self._fill, name="ahead", daemon=True).start()
        try:
            while (first := self._next()) is not None:
                batch, end = self._drain(first)
                if self._stopped():
                    return
                if batch:
                    yield batch
                if end is not None:
                    if end.error is not None:
                        raise end.error
                    return
        finally:
            self._abandoned.set()

    def _next(self) -> Item | _End | None:
        """Wait for what comes next; None when stopped."""
        while not self._stopped():
            try:
                return self._arrived.get(timeout=CHECK_SECONDS)
            except queue.Empty:
                continue
        return None

    def _drain(self, first: Item | _End) -> tuple[list[Item], _End | None]:
        batch: list[Item] = []
        item = first
        while not isinstance(item, _End):
            batch.append(item)
            if len(batch) == self._limit:
                return batch, None
            try:
                item = self._arrived.get_nowait()
            except queue.Empty:
                return batch, None
        return batch, item

    def _fill(self) -> None:
        end = _End()
        try:
            for item in self._read():
                if not self._put(item):
                    return
        except Exception as error:  # noqa: BLE001 - raised again in the thread that iterates
            end = _End(error)
        self._put(end)

    def _put(self, item: Item | _End) -> bool:
        """Return False when nobody takes items any more."""
        while not self._abandoned.is_set():
            try:
                self._arrived.put(item, timeout=CHECK_SECONDS)
            except queue.Full:
                continue
            return True
        return False
