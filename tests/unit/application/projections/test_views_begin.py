"""A view begins when events are applied to it for the first time, whoever does so."""

from collections.abc import Callable

import pytest

from onewrite.bootstrap import App, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.data.requests import an_account
from tests.support.domains.fragile import ADA, app_of
from tests.support.http.call import call

STREAM = StreamId("account", "ada")
APPLY: dict[str, Callable[[App], object]] = {
    "a push": lambda app: app.follow_stream(("profiles",), STREAM, 1),
    "a query": lambda app: call(app.queries, "GET", "/profiles/ada?min_version=1"),
    "the reconciler": lambda app: app.operate.reconcile(),
    "verify": lambda app: app.operate.verify("profiles"),
    "a rebuild": lambda app: app.operate.rebuild.start("profiles", ADA),
}
LOOK: dict[str, Callable[[App], object]] = {
    "health checks": lambda app: call(app.projection("profiles"), "GET", "/health/ready"),
    "status": lambda app: app.operate.status.full(),
    "parked": lambda app: list(app.operate.release.parked()),
}


@pytest.fixture
def app() -> App:
    app = app_of(memory_adapters())
    an_account(app, key="ada")
    return app


@pytest.mark.parametrize("what", APPLY)
def test_whoever_applies_events_lets_the_view_begin(app: App, what: str) -> None:
    APPLY[what](app)
    assert app.adapters.generations.read("profiles").tables == {"profiles": ("account_id",)}


@pytest.mark.parametrize("what", LOOK)
def test_who_only_looks_lets_nothing_begin(app: App, what: str) -> None:
    LOOK[what](app)
    assert app.adapters.generations.read_all() == {}
