"""How far each view is, as log lines."""

from typing import Any

import pytest

from onewrite.adapters.metrics import tell_views as module
from onewrite.adapters.metrics.tell_views import TellSeldom, tell_views
from onewrite.application.operations.reconcile.reconcile_report import ReconcileReport
from onewrite.bootstrap import App
from onewrite.errors import Unavailable
from tests.support.data.builders import interest
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Fragile, app_of
from tests.support.waiting.clocks import NOON, Clock, in_memory_by


@pytest.fixture(autouse=True)
def _heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", module.__name__)


def told(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    return {
        line.__dict__["projection"]: line.__dict__["view"]
        for line in caplog.records
        if line.__dict__.get("action") == "projection_seen"
    }


def an_app(clock: Clock) -> tuple[App, Fragile]:
    fragile = Fragile()
    return app_of(in_memory_by(clock), fragile), fragile


def test_of_each_view_is_told_how_many_streams_lag_and_since_when(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    app, _ = an_app(clock)
    for key in ("7", "8"):
        an_appended_account(app, interest("tea"), key=key)
        clock.let_pass(30)
    tell_views(app.operate.status.full())
    behind = {"lagging": 2, "lag_seconds": 60.0, "parked": 0, "oldest_parked_seconds": 0.0}
    assert told(caplog) == {"profiles": behind, "interests": behind}


def test_a_stream_that_is_parked_does_not_lag(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    app, fragile = an_app(clock)
    fragile.fail(an_appended_account(app, interest("tea"), key="7"), 1)
    app.operate.reconcile.go_on()
    clock.let_pass(90)
    tell_views(app.operate.status.full())
    assert told(caplog)["profiles"] == {
        "lagging": 0,
        "lag_seconds": 0.0,
        "parked": 1,
        "oldest_parked_seconds": 90.0,
    }


def test_before_anybody_has_looked_nothing_is_told(caplog: pytest.LogCaptureFixture) -> None:
    app, _ = an_app(Clock())
    an_appended_account(app, interest("tea"), key="7")
    tell_views(app.operate.status())
    assert told(caplog) == {}


def test_looks_take_a_tenth_of_the_time() -> None:
    clock, looks = Clock(), list[float]()

    def look() -> ReconcileReport:
        looks.append((clock.now - NOON).total_seconds())
        clock.let_pass(2)
        return ReconcileReport(clock.now, 0, None)

    tell = TellSeldom(look, clock.seconds)
    for _ in range(45):
        tell()
        clock.let_pass(1)
    assert looks == [0, 20, 40]


def test_a_look_that_fails_is_made_again_at_once() -> None:
    clock, looks = Clock(), list[int]()

    def look() -> ReconcileReport:
        looks.append(1)
        clock.let_pass(2)
        raise Unavailable("no answer")

    tell = TellSeldom(look, clock.seconds)
    for _ in range(2):
        with pytest.raises(Unavailable):
            tell()
    assert len(looks) == 2
