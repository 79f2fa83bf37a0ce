"""Changes that are loaded when they are first used, once; all that is asked of them reaches them as it is."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from onewrite.adapters.changes_on_demand import ChangesOnDemand

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@dataclass
class Asked:
    """Changes that note what they are asked."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **options: self.calls.append((name, *arguments, *options.items()))


def test_they_are_loaded_once_and_hear_all() -> None:
    asked, loads, stop = Asked(), list[int](), Event()

    def load() -> Any:
        loads.append(1)
        return asked

    def heal() -> None:
        return None

    changes = ChangesOnDemand(load)
    assert loads == []
    changes.follow("relay", print, heal=heal, stop=stop)
    changes.look("relay")
    changes.look_at_all()
    changes.between(NOON, LATER, most=3)
    assert loads == [1]
    assert asked.calls == [
        ("follow", "relay", print, ("heal", heal), ("stop", stop)),
        ("look", "relay"),
        ("look_at_all",),
        ("between", NOON, LATER, ("most", 3)),
    ]
