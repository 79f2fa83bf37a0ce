"""An empty outbox in memory, by a clock of its own, and a sweep of it."""

import pytest

from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.bootstrap import Adapters
from tests.support.systems.sweeps import sweep_of
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def adapters(clock: Clock) -> Adapters:
    return in_memory_by(clock)


@pytest.fixture
def sweep(adapters: Adapters, clock: Clock) -> SweepOutbox:
    return sweep_of(adapters, clock)
