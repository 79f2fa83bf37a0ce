"""A machine's clock that jumps, back and forth: it costs patience, never an event. Times of day are the store's."""

import random
from threading import Lock

from accounts import ACCOUNTS
from onewrite.application.ports.operations import By
from onewrite.bootstrap import Adapters, build
from tests.support.adapters import settings
from tests.support.builders import a_commit, a_stream, an_event, created
from tests.support.traffic import seed


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
    streams = [a_stream(f"j{number}") for number in range(20)]
    for stream in streams:
        app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), created()))
        app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), an_event(), an_event()))
        app.follow_stream("profiles", stream, dice.randint(1, 3))
    for _ in range(200):
        if not adapters.outbox.count():
            break
        app.sweep_outbox()
    assert adapters.outbox.count() == 0

    generation = app.operate.rebuild.start("profiles", By("ada")).generation
    for _ in range(200):
        if app.operate.rebuild.work("profiles", generation, seconds=60):
            break
    assert app.operate.rebuild.progress("profiles").is_complete
    report = app.operate.reconcile()
    assert report.lagging == report.healed
    assert not app.operate.verify("profiles").differences
    assert not app.operate.verify("interests").differences
