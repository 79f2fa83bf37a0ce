"""Faults of the infrastructure are nobody's failure: they are never counted against an event."""

from dataclasses import replace

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Views
from onewrite.bootstrap import Adapters, App
from onewrite.domain.events import RecordedEvent
from onewrite.domain.views import View
from onewrite.errors import Unavailable
from tests.support.data.parking import checkpoint
from tests.support.data.requests import an_account
from tests.support.domains.fragile import Fragile, app_of
from tests.support.faults.ports import in_transactions


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile, park_after_attempts=3)


FAULTY = ["read_checkpoints", "read_events", "read_row", "now", "write"]
FAULTS = [Unavailable("no answer"), TimeoutError(), ConnectionResetError()]


@pytest.mark.parametrize("method", FAULTY)
@pytest.mark.parametrize(
    ("adapters", "error"),
    [*(("memory", fault) for fault in FAULTS), pytest.param("spanner", FAULTS[0], marks=pytest.mark.emulator)],
    indirect=["adapters"],
)
def test_faults_of_the_infrastructure_are_never_counted(
    adapters: Adapters, fragile: Fragile, method: str, error: Exception
) -> None:
    stream = an_account(app_of(adapters))
    reading = Reading() if method == "read_row" else fragile
    fragile.fail(stream, 1)
    app = app_of(replace(adapters, views=with_faults(adapters.views, method, error)), reading)
    for _ in range(3):
        with pytest.raises(type(error)):
            app.follow_stream(("profiles",), stream, 1)
        with pytest.raises(type(error)):
            app.operate.reconcile()
    assert checkpoint(app_of(adapters), stream) == Checkpoint(stream)


class Reading(Fragile):
    def apply(self, recorded: RecordedEvent, view: View) -> None:
        view.get(PROFILES, recorded.stream.key)
        super().apply(recorded, view)


def with_faults(views: Views, method: str, error: Exception) -> Views:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    return in_transactions(views, **{method: fail})
