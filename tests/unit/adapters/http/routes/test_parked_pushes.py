"""What the bus is told about a stream that fails: push it again; and once it is parked: no more."""

import pytest
from flask import Response

from accounts.account.commands import Rename
from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.bootstrap import App, memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.data.rebuilds import names
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import Fragile, app_of
from tests.support.http.call import call
from tests.support.http.problems import problem


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(fragile: Fragile) -> App:
    return app_of(memory_adapters(), fragile, park_after_attempts=2)


def push(app: App, event: RecordedEvent, projection: str = "profiles") -> Response:
    headers = attributes_of(event, source="//tests")
    return call(app.projection(projection), "POST", "/", data=data_of(event), headers=headers)


def test_the_bus_is_to_push_again_while_an_event_fails_and_no_more_once_it_is_parked(
    app: App, fragile: Fragile
) -> None:
    stream = an_account(app)
    [renamed] = accept(app, stream, Rename(name="Countess")).events
    fragile.fail(stream, 2)
    told = problem(push(app, renamed), 503, "EVENT_NOT_APPLIED")
    assert "Countess" not in str(told)
    assert push(app, renamed).status_code == 204, "the second attempt parked it"
    assert push(app, renamed).status_code == 204, "and it stays parked"
    assert push(app, renamed, "interests").status_code == 204, "nobody else is stopped"
    assert names(app, 1) == {stream.key: "Ada"}
