"""GET /metrics: every function of a local system has it, none in the cloud."""

from dataclasses import replace

import pytest

from onewrite.adapters.http.api import Api
from onewrite.adapters.http.refusals import Unauthenticated
from onewrite.bootstrap import App, memory_adapters
from onewrite.errors import Unavailable
from tests.support.domains.fragile import app_of
from tests.support.faults.ports import on_top_of
from tests.support.http.call import call
from tests.support.http.problems import problem


@pytest.fixture
def app() -> App:
    return replace(app_of(memory_adapters()), metrics=lambda: b"onewrite_runs_total 1.0\n")


def apis(app: App) -> list[Api]:
    outer = [app.commands, app.queries]
    return [*outer, app.relay, app.tail, app.pull("profiles"), app.projection("profiles"), app.rebuilds, app.reconcile]


def test_every_function_shows_them(app: App) -> None:
    for api in (*apis(app), app.operations):
        shown = call(api, "GET", "/metrics")
        assert (shown.status_code, shown.get_data()) == (200, b"onewrite_runs_total 1.0\n")
        assert shown.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"


def test_whoever_may_reach_the_function_may_read_them(app: App) -> None:
    def refuse(request: object) -> None:
        raise Unauthenticated("no token")

    guarded = replace(app.relay, check_caller=refuse)
    assert call(guarded, "POST", "/").status_code == 401
    assert call(guarded, "GET", "/metrics").status_code == 200


def test_where_nobody_reads_them_there_is_nothing() -> None:
    app = app_of(memory_adapters())
    for api in (*apis(app), app.operations):
        problem(call(api, "GET", "/metrics"), 404, "UNKNOWN_PATH")


def test_the_function_of_operators_looks_before_it_shows(app: App, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "onewrite")
    call(app.operations, "GET", "/metrics")
    assert {line.__dict__.get("projection") for line in caplog.records} == {"profiles", "interests"}


def test_what_can_not_be_looked_at_is_no_number_of_yesterday(app: App) -> None:
    def fail() -> None:
        raise Unavailable("no answer")

    silent = replace(app, adapters=replace(app.adapters, outbox=on_top_of(app.adapters.outbox, read_marks=fail)))
    assert call(silent.operations, "GET", "/metrics").status_code == 503
