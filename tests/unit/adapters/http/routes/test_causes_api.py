"""What caused an event, and what it caused, as operators see it: clients pass on the ids that they are given."""

from typing import Any

import pytest

from onewrite.application.operations.streams import trace_causes
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.bootstrap.wiring import commands
from tests.support.domains.fragile import app_of
from tests.support.http.call import call
from tests.support.http.operator import get
from tests.support.http.problems import problem, wrong_fields
from tests.support.systems.adapters import on_both_stores

ADA = {"name": "Ada", "address": "London"}


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


def send(app: App, path: str, body: Any = ADA, **headers: str) -> dict[str, Any]:
    """Send a command; return its last event."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = call(app.commands, "POST", f"/accounts/{path}", body, headers=sent)
    assert response.status_code in {200, 201}, response.get_data(as_text=True)
    event: dict[str, Any] = response.get_json()["events"][-1]
    return event


def because_of(app: App, cause: dict[str, Any], path: str, body: Any = ADA) -> dict[str, Any]:
    """Send a command as a program does that was told of an event, by its ce-correlationid and ce-id."""
    return send(app, path, body, X_Correlation_Id=cause["correlation_id"], X_Causation_Id=cause["event_id"])


def chain(app: App, key: str, version: int = 1) -> list[tuple[int, str, int]]:
    found = get(app, "/causes", stream_id=key, version=str(version))["events"]
    return [(event["depth"], event["stream_id"].removeprefix("account-"), event["version"]) for event in found]


@on_both_stores()
def test_a_chain_over_several_streams_is_seen_from_each_of_its_events(app: App) -> None:
    ada = send(app, "ada/create", Idempotency_Key="order-1")
    bob = because_of(app, ada, "bob/create")
    cid = because_of(app, bob, "cid/create")
    because_of(app, cid, "ada/add-interest", {"interest": "tea"})
    because_of(app, ada, "dan/create")
    send(app, "eve/create")
    assert chain(app, "ada") == [(0, "ada", 1), (1, "bob", 1), (2, "cid", 1), (3, "ada", 2), (1, "dan", 1)]
    assert chain(app, "bob") == [(-1, "ada", 1), (0, "bob", 1), (1, "cid", 1), (2, "ada", 2)]
    assert chain(app, "ada", 2) == [(-3, "ada", 1), (-2, "bob", 1), (-1, "cid", 1), (0, "ada", 2)]
    assert (chain(app, "dan"), chain(app, "eve")) == ([(-1, "ada", 1), (0, "dan", 1)], [(0, "eve", 1)])
    found = get(app, "/causes", stream_id="cid", version="1")
    assert (found["command"], found["correlation_id"], found["is_complete"]) == ("order-1", ada["correlation_id"], True)


def test_an_event_whose_cause_has_another_correlation_id_begins_with_a_command(app: App) -> None:
    ada = send(app, "ada/create")
    send(app, "bob/create", X_Causation_Id=ada["event_id"])
    assert chain(app, "bob") == [(0, "bob", 1)]
    assert get(app, "/causes", stream_id="bob", version="1")["command"] == ada["event_id"]


def test_ids_that_lead_in_a_circle_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(memory_adapters())
    ids = iter(["first", "second", "third"])
    monkeypatch.setattr(commands, "uuid4", lambda: next(ids))
    send(app, "ada/create", X_Correlation_Id="one", X_Causation_Id="third")
    send(app, "bob/create", X_Correlation_Id="one", X_Causation_Id="first")
    send(app, "cid/create", X_Correlation_Id="one", X_Causation_Id="second")
    assert chain(app, "ada") == [(-2, "bob", 1), (-1, "cid", 1), (0, "ada", 1)]


def test_of_many_events_some_are_looked_at_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_causes, "MOST_EVENTS", 3)
    app = app_of(memory_adapters())
    zoe = send(app, "zoe/create")
    for key in "abcd":
        because_of(app, zoe, f"{key}/create")
    assert chain(app, "zoe") == [(0, "zoe", 1), (1, "a", 1), (1, "b", 1), (1, "c", 1)]
    assert not get(app, "/causes", stream_id="zoe", version="1")["is_complete"]


def test_an_event_that_is_not_there_is_not_found(app: App) -> None:
    send(app, "ada/create")
    asked = {"stream_id": "ada", "version": "2"}
    problem(call(app.operations, "GET", "/causes", query_string=asked), 404, "VERSION_NOT_FOUND")
    problem(call(app.operations, "GET", "/causes", query_string={**asked, "stream_id": "a"}), 404, "STREAM_NOT_FOUND")
    assert wrong_fields(call(app.operations, "GET", "/causes", query_string={"stream_id": "ada"})) == [
        "parameter version"
    ]
