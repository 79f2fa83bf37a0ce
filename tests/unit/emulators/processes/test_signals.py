import signal
from collections.abc import Iterator

import pytest

from emulators.processes.signals import STOPPING, Stop, stopped_by_signals


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in STOPPING}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_stops_and_no_second_one_disturbs_that(first: int) -> None:
    with pytest.raises(Stop), stopped_by_signals():
        signal.raise_signal(first)
    for second in STOPPING:
        signal.raise_signal(second)


def test_what_nohup_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with stopped_by_signals():
        signal.raise_signal(signal.SIGHUP)
