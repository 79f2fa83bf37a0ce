"""Tell how far views are, a log line for each: metrics are made of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from onewrite.adapters.reports import report_as_json
from onewrite.application.operations.reconcile.reconcile_report import ReconcileReport

log = logging.getLogger(__name__)
#: Looks take at most this part of the time.
SHARE: Final = 0.1


def tell_views(report: ReconcileReport) -> None:
    """Tell of each view that this code serves what a walk has found, unless none has come to its end yet."""
    if report.walked_at is None:
        return
    for projection, found in report_as_json(report)["projections"].items():
        if found["problem"]:
            continue
        view = {
            "lagging": found["lagging"],
            "lag_seconds": found["oldest_lagging_seconds"] or 0.0,
            "parked": found["parked"],
            "oldest_parked_seconds": found["oldest_parked_seconds"] or 0.0,
        }
        extra = {"action": "projection_seen", "projection": projection, "view": view}
        log.info("%s: %d streams lag, %d are parked", projection, view["lagging"], view["parked"], extra=extra)


@dataclass
class TellSeldom:
    """Looks and tells when it is called, unless the last look is too short a time ago for what it took."""

    look: Callable[[], ReconcileReport]
    clock: Callable[[], float]
    _next_at: float = float("-inf")

    def __call__(self) -> None:
        """Raises what the look raises."""
        begun = self.clock()
        if begun < self._next_at:
            return
        tell_views(self.look())
        took = self.clock() - begun
        self._next_at = begun + took / SHARE
