"""Following events as they are committed: reads that go on from where the one before ended, with pauses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from onewrite.cli.messages import tell
from onewrite.cli.systems.operations import Operations
from onewrite.errors import OperationRefused, Unavailable

#: As often as the system asks the store.
PAUSE_SECONDS: Final = 1.0
#: The most events of a read.
PAGE: Final = 100
GAP: Final = "The system was begun anew, or paused for long: it goes on with its last events, and some may be missing"


@dataclass(frozen=True)
class Wanted:
    """Which events: those of a category, of a type, of streams whose ids begin in this way; None is any."""

    category: str | None = None
    event_type: str | None = None
    stream: str | None = None

    def fits(self, event: dict[str, Any]) -> bool:
        stream = event["stream_id"]
        return (
            (self.category is None or stream.startswith(f"{self.category}-"))
            and (self.event_type is None or event["type"] == self.event_type)
            and (self.stream is None or stream.startswith(self.stream))
        )


def follow(
    operations: Operations, wanted: Wanted, last: int, wait: Callable[[float], object]
) -> Iterator[list[dict[str, Any]]]:
    """Yield the last events, then new ones for ever, in the order of their commits.

    Raises Unavailable at first; later it is tried again until somebody responds.
    """
    report = operations.read("recent", limit=max(last, 1))
    events = report["events"][:last]
    is_told = False
    while True:
        yield [event for event in reversed(events) if wanted.fits(event)]
        if len(events) < PAGE:
            wait(PAUSE_SECONDS)
        try:
            report = _behind(operations, report["position"])
            events, is_told = report["events"], False
        except Unavailable as fault:
            if not is_told:
                tell("warning", f"{fault.message} (it is tried again)")
            events, is_told = [], True


def _behind(operations: Operations, position: str) -> Any:
    try:
        return operations.read("recent", limit=PAGE, after=position)
    except OperationRefused:
        report = operations.read("recent", limit=PAGE)
        tell("warning", GAP)
        return report
