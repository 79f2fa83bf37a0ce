"""POST /: one run of a function that follows the change stream, as a scheduler sees it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest

from accounts import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.adapters.http.server.runs import end_runs
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.data.requests import an_account
from tests.support.domains.replaced import NAMES, Kept, release
from tests.support.faults.ports import refusing
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


def app_that_follows_for(seconds: float, **changes: object) -> App:
    return build(settings(eager_relay=False, follow_seconds=seconds, **changes), ACCOUNTS, memory_adapters())


def version(app: App, projection: str, stream: StreamId) -> int:
    return app.adapters.views.read_checkpoints([(projection, 1)], stream)[projection, 1].version


def begun(api_of: Callable[[App], Api]) -> App:
    """Return an app whose group has begun, and which follows until the server is told to stop."""
    app = app_that_follows_for(0.001)
    # A run that is over at once may be so before its group has begun; then the next one goes on.
    eventually(lambda: call(api_of(app), "POST", "/") and app.adapters.changes.look_at_all())
    return replace(app, settings=app.settings.model_copy(update={"follow_seconds": 3600}))


def run_until(condition: Callable[[], bool], api: Api, caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """Follow until then; return what the run reported, which is what it logged."""
    responses: list[Any] = []
    caplog.clear()
    with caplog.at_level(logging.INFO):
        running = Thread(target=lambda: responses.append(call(api, "POST", "/")), daemon=True)
        running.start()
        eventually(condition)
        end_runs()
        running.join(WAIT_SECONDS)
    [response] = responses
    [logged] = [record.followed for record in caplog.records if getattr(record, "action", "") == "changes_followed"]  # type: ignore[attr-defined]
    assert (response.status_code, response.get_json()) == (200, logged)
    return dict(logged)


def test_a_run_of_the_relay_tells_what_it_published(caplog: pytest.LogCaptureFixture) -> None:
    app = begun(lambda app: app.tail)
    an_account(app, "tea")
    told = run_until(lambda: app.adapters.outbox.count() == 0, app.tail, caplog)
    assert told["published"] == 2
    assert 0 <= told["behind_seconds"] < WAIT_SECONDS


def test_a_run_that_pulls_tells_what_it_applied(caplog: pytest.LogCaptureFixture) -> None:
    app = begun(lambda app: app.pull("profiles"))
    stream = an_account(app)
    told = run_until(lambda: version(app, "profiles", stream) == 1, app.pull("profiles"), caplog)
    assert told["applied"] == 1
    assert 0 <= told["behind_seconds"] < WAIT_SECONDS
    assert version(app, "interests", stream) == 0


def test_one_run_may_drive_several_views() -> None:
    app = app_that_follows_for(0.001)
    stream = an_account(app)

    def run_has_shown_it() -> bool:
        call(app.pull("profiles", "interests"), "POST", "/")
        return (version(app, "profiles", stream), version(app, "interests", stream)) == (1, 1)

    eventually(run_has_shown_it)
    assert [status.group for status in app.adapters.changes.look_at_all()] == ["pull_interests+profiles"]


def test_a_run_whose_group_could_not_begin_counts_as_a_failure_for_the_scheduler() -> None:
    app = app_that_follows_for(0.001)
    an_account(app)
    down = build(settings(eager_relay=False), ACCOUNTS, replace(app.adapters, topic=refusing(app.adapters.topic)))
    problem(call(down.tail, "POST", "/"), 503, "UNAVAILABLE")


@pytest.mark.parametrize("api_of", [lambda app: app.tail, lambda app: app.pull("profiles")], ids=["tail", "pull"])
def test_a_run_ends_when_the_server_is_told_to_stop(api_of: Callable[[App], Api]) -> None:
    app = app_that_follows_for(3600)
    responses: list[Any] = []
    running = Thread(target=lambda: responses.append(call(api_of(app), "POST", "/")), daemon=True)
    running.start()
    eventually(lambda: any(status.members for status in app.adapters.changes.look_at_all()))
    end_runs()
    running.join(WAIT_SECONDS)
    assert [response.status_code for response in responses] == [200]
    assert [status.members for status in app.adapters.changes.look_at_all()] == [()]


def test_a_run_is_not_something_to_get() -> None:
    app = app_that_follows_for(1)
    for api in (app.tail, app.pull("profiles")):
        problem(call(api, "GET", "/"), 405, "METHOD_NOT_ALLOWED")


def test_a_function_that_pulls_what_the_domain_lacks_says_so_to_everything() -> None:
    app = app_that_follows_for(1)
    for method, path in (("GET", "/health/ready"), ("POST", "/")):
        found = problem(call(app.pull("profiles", "people"), method, path), 500, "NOT_IN_DOMAIN")
        assert "people" in found["detail"]


def test_a_function_is_not_ready_while_a_view_that_it_pulls_is_not_served() -> None:
    adapters = memory_adapters()
    old = build(settings(eager_relay=False), release(NAMES, asked=NAMES), adapters)
    old.generations.begin("names")
    renamed = Kept("names", "people")
    new = build(settings(eager_relay=False), release(renamed, asked=renamed), adapters)
    problem(call(new.pull("names"), "GET", "/health/ready"), 503, "TABLES_DIFFER")
    assert call(old.pull("names"), "GET", "/health/ready").status_code == 200


def test_the_projections_that_a_process_serves_are_those_that_it_pulls_too() -> None:
    app = app_that_follows_for(1)
    app.projection("profiles")
    app.pull("profiles", "interests")
    assert app.projections_served == {"profiles", "interests"}
