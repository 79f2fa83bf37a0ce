"""A machine's clock that jumps, back and forth: it costs patience, never an event. Times of day are the store's."""

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from onewrite.errors import ViewBehind
from tests.support.checks.observed import Observed
from tests.support.data.builders import a_stream, an_event, created, interest
from tests.support.data.parking import append
from tests.support.domains.fragile import ADA
from tests.support.systems.adapters import settings
from tests.support.waiting.seeds import seed


class JumpingClock:
    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._lock = Lock()

    def __call__(self) -> float:
        with self._lock:
            return self._dice.uniform(-1e9, 1e9)


def test_a_clock_that_jumps_loses_nothing(adapters: Adapters) -> None:
    dice = random.Random(seed())
    app = build(settings(relay_grace_seconds=0), ACCOUNTS, adapters, clock=JumpingClock(dice), wait=lambda _: None)
    streams = tuple(a_stream(f"j{number}") for number in range(20))
    for stream in streams:
        append(app, stream, created(), interest("tea"))
        append(app, stream, an_event(), interest("chess"))
        patiently(partial(followed, app, stream, dice.randint(1, 4)))
    patiently(lambda: bool(app.sweep_outbox()) and adapters.outbox.count() == 0)

    generation = app.operate.rebuild.start("profiles", ADA).generation
    patiently(lambda: app.operate.rebuild_worker.work("profiles", generation, seconds=60))
    assert app.operate.rebuild.progress("profiles").is_complete
    for stream in streams:
        append(app, stream, an_event("AddressChanged", data={"address": f"Place {stream.key}"}))
        patiently(partial(followed, app, stream, 5))
    report = app.operate.reconcile()
    assert report.lagging == report.healed
    seen = Observed(app, streams)
    for name, kept in (("profiles", 1), ("profiles", generation), ("interests", 1)):
        assert seen.rows(name, kept) == seen.fold(name, kept) != []
    assert {known.version for _, known in seen.checkpoints()} == {5}


def followed(app: App, stream: StreamId, version: int) -> bool:
    """Push once; a push whose time is over asks to come again."""
    with suppress(ViewBehind):
        app.follow_stream(("profiles",), stream, version)
        return True
    return False


def patiently(act: Callable[[], bool]) -> None:
    """A deadline may have passed before anything was done; the next call gets further."""
    assert any(act() for _ in range(200))
