"""Work that is done too often for a log line of its own: a process adds it up, and tells the sums once in a while."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from math import inf
from threading import Lock
from time import monotonic, perf_counter
from typing import Final, ParamSpec, TypeAlias, TypeVar

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

Key: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]


@dataclass
class Sum:
    """How often something was done, how long the longest took, and what else adds up."""

    times: int = 0
    longest: float = 0.0
    numbers: dict[str, float] = field(default_factory=dict)

    def add(self, seconds: float, numbers: Mapping[str, float]) -> None:
        self.times += 1
        self.longest = max(self.longest, seconds)
        for name, number in {"seconds": seconds, **numbers}.items():
            self.numbers[name] = self.numbers.get(name, 0) + number

    def as_work(self) -> dict[str, float]:
        rounded = {name: round(number, 6) for name, number in self.numbers.items()}
        return {"times": self.times, "longest": round(self.longest, 6), **rounded}


@dataclass
class Work:
    """One piece of work, and how it ends."""

    numbers: dict[str, float]
    outcome: str = "ok"

    def count(self, **numbers: float) -> None:
        self.numbers |= numbers


class Tally:
    """Of one process. It adds nothing up before it has begun.

    There is one line for each action and its labels, and it is due when such work ends and the last line is `every`
    seconds old: Cloud Run gives a process no processor in between. So the first is told at once; what comes soon after
    it waits for the next, or for `tell`.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._every: float | None = None
        self._sums: dict[Key, Sum] = {}
        self._told_at: dict[Key, float] = {}
        self._lock = Lock()

    def begin(self, every: float) -> None:
        self._every = every

    def add(self, action: str, labels: Mapping[str, str], seconds: float, numbers: Mapping[str, float]) -> None:
        """Add one piece of work; each label has few values."""
        if self._every is None:
            return
        key = action, tuple(labels.items())
        with self._lock:
            self._sums.setdefault(key, Sum()).add(seconds, numbers)
            is_due = self._clock() - self._told_at.get(key, -inf) >= self._every
        if is_due:
            self._tell([key])

    def tell(self) -> None:
        """Log all that was added up since it was told the last time."""
        with self._lock:
            keys = list(self._sums)
        self._tell(keys)

    def _tell(self, keys: Sequence[Key]) -> None:
        with self._lock:
            sums = {key: self._sums.pop(key) for key in keys if key in self._sums}
            self._told_at |= dict.fromkeys(sums, self._clock())
        for (action, labels), done in sums.items():
            extra = {"action": action, **dict(labels), "work": done.as_work()}
            log.info("%s: %d times", action, done.times, extra=extra)


#: That of this process.
TALLY: Final = Tally()


def done(action: str, *, outcome: str) -> None:
    """Add something to the tally that took no time."""
    TALLY.add(action, {"outcome": outcome}, 0.0, {})


class Measured:
    """A context of work that is added to the tally, or a decorator of a function that does such work."""

    __slots__ = ("_action", "_begun", "_labels", "_numbers", "_work")

    def __init__(self, action: str, labels: Mapping[str, str], numbers: Mapping[str, float]) -> None:
        self._action, self._labels, self._numbers = action, labels, numbers

    def __enter__(self) -> Work:
        self._work, self._begun = Work({**self._numbers}), perf_counter()
        return self._work

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        seconds, outcome = perf_counter() - self._begun, error.__name__ if error else self._work.outcome
        TALLY.add(self._action, {**self._labels, "outcome": outcome}, seconds, self._work.numbers)

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            with Measured(self._action, self._labels, self._numbers):
                return function(*args, **kwargs)

        return counted


def measured(action: str, labels: Mapping[str, str] | None = None, **numbers: float) -> Measured:
    """Add the block to the tally: how long it took, how it ended, and the numbers that the block counts.

    All numbers have to be named at first. An error that the block raises is its outcome, by its class.
    """
    return Measured(action, labels or {}, numbers)
