"""POST /: one sweep, as a scheduler sees it."""

import logging
from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.data.requests import an_account
from tests.support.faults.ports import refusing
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings


@pytest.fixture
def app() -> App:
    return build(settings(eager_relay=False), ACCOUNTS, memory_adapters())


def test_a_sweep_tells_what_it_did_and_so_does_the_log(app: App, caplog: pytest.LogCaptureFixture) -> None:
    an_account(app, "tea")
    with caplog.at_level(logging.INFO):
        response = call(app.relay, "POST", "/")
    assert response.status_code == 200
    told = {
        "published": 2,
        "refused": 0,
        "leased_elsewhere": 0,
        "out_of_time": False,
        "oldest_seconds": 0,
        "unpublishable": 0,
    }
    assert response.get_json() == told
    assert [record.swept for record in caplog.records if getattr(record, "action", "") == "outbox_swept"] == [told]  # type: ignore[attr-defined]


def test_what_the_bus_refused_counts_as_a_failure_for_the_scheduler(app: App) -> None:
    an_account(app)
    down = replace(app.adapters, topic=refusing(app.adapters.topic))
    response = call(build(settings(eager_relay=False), ACCOUNTS, down).relay, "POST", "/")
    assert (response.status_code, response.get_json()["refused"]) == (503, 1)


def test_a_sweep_is_not_something_to_get(app: App) -> None:
    problem(call(app.relay, "GET", "/"), 405, "METHOD_NOT_ALLOWED")
