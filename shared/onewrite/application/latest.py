"""What was read last, for all who ask for it: one of them reads, and how that ends is the same for who waits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Latest(Generic[T]):
    """`clock` is in seconds; it may be of this machine only."""

    clock: Callable[[], float]
    _value: T | None = None
    _read_at: float = -inf
    _failure: Exception | None = None
    _failed_at: float = -inf
    _lock: Lock = field(default_factory=Lock)

    def get(self, read: Callable[[T | None], T], *, max_age: float, meanwhile: float = 0) -> T:
        """Return what isn't `max_age` seconds old, or read it; `read` is given what was read before.

        While somebody else reads, what isn't `meanwhile` seconds old will do. Raises what the read raises for all who
        have waited for it, so that they don't fail one after the other; who comes later reads again.
        """
        asked, before = self.clock(), self._value
        if not self._lock.acquire(blocking=before is None or asked - self._read_at >= meanwhile):
            assert before is not None
            return before
        try:
            if self._failure and self._failed_at > asked:
                raise self._failure
            if self._value is None or self.clock() - self._read_at >= max_age:
                self._value = self._tried(read)
            return self._value
        finally:
            self._lock.release()

    def _tried(self, read: Callable[[T | None], T]) -> T:
        try:
            value = read(self._value)
        except Exception as failure:
            self._failure, self._failed_at = failure, self.clock()
            raise
        self._failure, self._read_at = None, self.clock()
        return value
