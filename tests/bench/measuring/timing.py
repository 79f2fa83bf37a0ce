"""How long single calls take."""

from collections.abc import Callable, Sequence
from statistics import quantiles
from time import perf_counter


def milliseconds(act: Callable[[], object], times: int) -> list[float]:
    """Return how long each of so many runs took."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        act()
        taken.append((perf_counter() - begun) * 1000)
    return taken


def percentile(taken: Sequence[float], which: int) -> float:
    return quantiles(taken, n=100, method="inclusive")[which - 1]


def percentiles(taken: Sequence[float]) -> str:
    p50, p95, p99 = (percentile(taken, which) for which in (50, 95, 99))
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms"
