"""POST /: what the bus pushes, as it is acknowledged or pushed again."""

import json
from typing import Any

import pytest
from flask import Response

from accounts import ACCOUNTS
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.data.requests import an_account
from tests.support.domains.todo_lists import LISTS
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings

EVENT = {"ce-specversion": "1.0", "ce-id": "1", "ce-type": "t", "ce-source": "s", "content-type": "application/json"}


@pytest.fixture
def app() -> App:
    app = build(settings(), ACCOUNTS, memory_adapters())
    an_account(app, "tea", key="7")
    return app


def push(app: App, data: bytes = b"{}", **attributes: Any) -> Response:
    named = {f"ce-{name}": value for name, value in {"subject": "account-7", "sequence": "2", **attributes}.items()}
    headers = {name: value for name, value in {**EVENT, **named}.items() if value is not None}
    return call(app.projection("profiles"), "POST", "/", data=data, headers=headers)


def applied(app: App) -> int:
    return app.adapters.views.read_checkpoints([("profiles", 1)], a_stream("7"))["profiles", 1].version


@pytest.mark.parametrize("data", [b"", b"no json", b"\xff", b"[" * 100_000, b'{"a":"' + b"x" * 9_000_000 + b'"}'])
def test_a_messages_is_answered_whatever_its_data(app: App, data: bytes) -> None:
    """Pub/Sub carries up to 10 MB; what is true is in the store."""
    assert (push(app, data).status_code, applied(app)) == (204, 2)


def test_a_message_of_a_later_version_is_answered_with_what_there_is(app: App) -> None:
    assert (push(app, sequence="9" * 19).status_code, applied(app)) == (204, 2)


@pytest.mark.parametrize("name", ["specversion", "id", "type", "source"])
def test_what_lacks_an_attribute_is_no_cloudevent(app: App, name: str) -> None:
    lacking: dict[str, Any] = {name: None}
    body = problem(push(app, **lacking), 422, "INVALID_MESSAGE")
    assert "ce-id, ce-source, ce-type and ce-specversion" in body["detail"]


@pytest.mark.parametrize(
    "attributes", [{"subject": None}, {"sequence": None}, {"sequence": "-5"}, {"subject": "account"}]
)
def test_what_names_no_stream_or_version_is_refused(app: App, attributes: dict[str, Any]) -> None:
    problem(push(app, **attributes), 422, "INVALID_MESSAGE")
    assert applied(app) == 0


def test_an_event_in_structured_mode_is_refused(app: App) -> None:
    event = {"specversion": "1.0", "id": "1", "type": "t", "source": "s", "subject": 7, "sequence": 1}
    headers = {"content-type": "application/cloudevents+json"}
    response = call(app.projection("profiles"), "POST", "/", data=json.dumps(event), headers=headers)
    problem(response, 422, "INVALID_MESSAGE")


def test_an_event_that_cannot_be_applied_lets_the_bus_push_again(app: App) -> None:
    stream = a_stream("7")
    app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), an_event(data={"wrong": 1})))
    response = push(app, sequence="3")
    problem(response, 503, "EVENT_NOT_APPLIED")
    assert response.headers["Retry-After"]


def test_a_function_whose_projection_the_domain_does_not_have_says_so_and_logs_it_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = build(settings(), LISTS, memory_adapters())
    for method, path in (("GET", "/health/ready"), ("POST", "/")):
        response = call(
            app.projection("profiles"), method, path, headers={**EVENT, "ce-subject": "list-7", "ce-sequence": "1"}
        )
        body = problem(response, 500, "NOT_IN_DOMAIN")
        assert body["metadata"] == {"projection": "profiles", "known": "tasks"}
    [line] = caplog.records
    assert line.getMessage().startswith("The domain has no projection 'profiles', it has tasks: mend the name in")


def test_a_rebuild_is_worked_on_when_a_message_requests_it(app: App) -> None:
    headers = {**EVENT, "ce-subject": "profiles/2"}
    assert call(app.rebuilds, "POST", "/", headers=headers).status_code == 204
    problem(call(app.rebuilds, "POST", "/", headers={**headers, "ce-subject": "names/2"}), 404, "UNKNOWN_PROJECTION")
    problem(call(app.rebuilds, "POST", "/", headers={**headers, "ce-subject": "names"}), 422, "INVALID_MESSAGE")
