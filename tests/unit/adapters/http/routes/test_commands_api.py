"""POST a command: the answer, its headers, and every way to be refused."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Response

from accounts import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.events import Metadata
from tests.support.data.builders import a_stream
from tests.support.faults.ports import always_overtaken
from tests.support.http.call import a_request, call
from tests.support.http.problems import problem, wrong_fields
from tests.support.systems.adapters import settings

ADA = {"name": "Ada", "address": "London"}
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


@pytest.fixture
def api(app: App) -> Api:
    return app.commands


def post(api: Api, command: str, body: Any = None, key: str = "7", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(api, "POST", f"/accounts/{key}/{command}", body, headers=named)


def test_a_new_stream_is_201_with_its_place_and_version(api: Api) -> None:
    response = post(api, "create", ADA)
    assert (response.status_code, response.mimetype) == (201, "application/json")
    assert (response.headers["ETag"], response.headers["Location"]) == ('"1"', "/accounts/7/history")
    body = response.get_json()
    assert (body["stream_id"], body["version"]) == ("account-7", 1)
    [event] = body["events"]
    assert (event["version"], event["type"], event["schema_version"], event["data"]) == (1, "UserCreated", 1, ADA)
    assert event["event_id"]
    assert event["committed_at"].endswith("Z")


def test_a_change_is_200_with_its_version(api: Api) -> None:
    post(api, "create", ADA)
    response = post(api, "add-interest", {"interest": "Bücher"})
    assert (response.status_code, response.headers["ETag"], "Location" in response.headers) == (200, '"2"', False)
    assert '"data":{"interest":"Bücher"}' in response.get_data(as_text=True)
    body = response.get_json()
    assert (body["version"], body["events"][0]["version"], body["events"][0]["schema_version"]) == (2, 2, 2)


def test_a_command_that_changes_nothing_is_200_without_events(api: Api) -> None:
    post(api, "create", ADA)
    response = post(api, "rename", {"name": "Ada"})
    assert (response.status_code, response.headers["ETag"], response.get_json()["events"]) == (200, '"1"', [])


def test_every_command_of_the_domain_has_its_route(api: Api) -> None:
    for command, body in [
        ("create", ADA),
        ("rename", {"name": "Countess"}),
        ("change-address", {"address": "Paris"}),
        ("add-interest", {"interest": "tea"}),
        ("remove-interest", {"interest": "tea"}),
        ("close", {"reason": "moved on"}),
    ]:
        assert post(api, command, body).status_code in {200, 201}, command


def test_a_command_without_required_fields_needs_no_body(api: Api) -> None:
    post(api, "create", ADA)
    assert call(api, "POST", "/accounts/7/close").status_code == 200


def test_a_repeat_with_its_key_gets_the_same_answer_byte_by_byte(api: Api) -> None:
    first = post(api, "create", ADA, Idempotency_Key="k")
    post(api, "rename", {"name": "Countess"})
    again = post(api, "create", ADA, Idempotency_Key='"k"')
    assert (again.status_code, again.data, again.headers["ETag"]) == (201, first.data, '"1"')
    assert "Location" in again.headers


def test_events_keep_who_sent_the_command_and_why(app: App) -> None:
    headers = {"X_Correlation_Id": "c-1", "X_Actor": "ada@example.com", "Idempotency_Key": "k-1", "traceparent": TRACE}
    [told] = post(app.commands, "create", ADA, **headers).get_json()["events"]
    [event] = app.adapters.store.read_stream(a_stream("7"))
    assert event.metadata == Metadata("c-1", "k-1", "ada@example.com", TRACE)
    assert (told["correlation_id"], told["causation_id"], told["event_id"]) == ("c-1", "k-1", event.event_id)


@pytest.mark.parametrize("trace", ["not-a-trace", f"{TRACE}-01", f"0{TRACE}"])
def test_events_have_ids_of_their_origin_even_if_nobody_named_any(app: App, trace: str) -> None:
    post(app.commands, "create", ADA, traceparent=trace)
    [event] = app.adapters.store.read_stream(a_stream("7"))
    assert event.metadata.correlation_id
    assert event.metadata.causation_id
    assert (event.metadata.actor, event.metadata.traceparent) == (None, None)


def test_if_match_lets_the_right_version_pass(api: Api) -> None:
    post(api, "create", ADA, If_Match='"0"')
    assert post(api, "rename", {"name": "b"}, If_Match='"1"').status_code == 200


def test_if_match_stops_a_stale_writer_with_412(api: Api) -> None:
    post(api, "create", ADA)
    post(api, "rename", {"name": "b"})
    body = problem(post(api, "rename", {"name": "c"}, If_Match='"1"'), 412, "WRONG_EXPECTED_VERSION")
    assert body["metadata"] == {"stream_id": "account-7", "expected": 1, "version": 2}


def test_if_none_match_lets_a_new_stream_pass_and_no_other(api: Api) -> None:
    assert post(api, "create", ADA, If_None_Match="*").status_code == 201
    for command, body in (("create", ADA), ("rename", {"name": "b"})):
        refused = problem(post(api, command, body, If_None_Match="*"), 412, "WRONG_EXPECTED_VERSION")
        assert refused["metadata"] == {"stream_id": "account-7", "expected": 0, "version": 1}


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"If_None_Match": '"1"'}, "If-None-Match"),
        ({"If_None_Match": '*, "1"'}, "If-None-Match"),
        ({"If_Match": "*"}, "If-Match"),
        ({"If_Match": '"1"', "If_None_Match": "*"}, "If-None-Match"),
        ({"If_Match": 'W/"1"'}, "If-Match"),
        ({"If_Unmodified_Since": "Sat, 01 Aug 2026 12:00:00 GMT"}, "If-Unmodified-Since"),
    ],
)
def test_a_precondition_that_is_not_evaluated_is_refused(app: App, headers: dict[str, str], named: str) -> None:
    assert wrong_fields(post(app.commands, "create", ADA, **headers)) == [f"header {named}"]
    assert app.adapters.store.read_head(a_stream("7")).is_new


def test_a_stream_that_is_not_there_is_404(api: Api) -> None:
    body = problem(post(api, "rename", {"name": "b"}), 404, "STREAM_NOT_FOUND")
    assert body["metadata"] == {"stream_id": "account-7"}
    assert body["detail"].endswith("create it first")


def test_a_command_that_is_not_there_is_404_and_names_those_that_are(api: Api) -> None:
    body = problem(post(api, "explode", {}), 404, "UNKNOWN_COMMAND")
    known = "create, rename, change-address, add-interest, remove-interest, close"
    assert body["metadata"] == {"command": "explode", "known": known}


@pytest.mark.parametrize("path", ["/", "/accounts", "/accounts/7", "/accounts/7/create/now", "/accounts//7/create"])
def test_a_path_that_is_not_there_is_404(api: Api, path: str) -> None:
    response = call(api, "POST", "/", ADA, environ_overrides={"PATH_INFO": path})
    body = problem(response, 404, "UNKNOWN_PATH")
    assert (body["metadata"], "see /openapi.json" in body["detail"]) == ({"path": path}, True)


def test_a_slash_at_the_end_makes_no_difference(api: Api) -> None:
    assert api(a_request("POST", "/accounts/7/create/", ADA)).status_code == 201


def test_a_command_that_is_not_there_is_404_by_any_method(api: Api) -> None:
    problem(call(api, "GET", "/accounts/7/explode"), 404, "UNKNOWN_COMMAND")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_405_and_told_which_is_allowed(api: Api, method: str) -> None:
    response = call(api, method, "/accounts/7/create")
    body = problem(response, 405, "METHOD_NOT_ALLOWED")
    assert body["metadata"] == {"method": method, "allowed": "POST"}
    assert response.headers["Allow"] == "POST"


def test_the_domain_says_no_with_409_and_its_own_reason(api: Api) -> None:
    post(api, "create", ADA)
    post(api, "add-interest", {"interest": "Tea"})
    body = problem(post(api, "add-interest", {"interest": "tea"}), 409, "INTEREST_EXISTS")
    assert body["metadata"] == {"interest": "Tea"}


def test_a_key_that_another_command_used_is_422(api: Api) -> None:
    post(api, "create", ADA, Idempotency_Key="k")
    body = problem(post(api, "rename", {"name": "b"}, Idempotency_Key="k"), 422, "IDEMPOTENCY_KEY_REUSED")
    assert body["metadata"] == {"stream_id": "account-7", "idempotency_key": "k"}


def test_too_many_writers_at_once_is_503_with_a_time_to_come_back(app: App) -> None:
    busy = replace(app.adapters, store=always_overtaken(app.adapters.store))
    response = post(build(settings(command_attempts=2), ACCOUNTS, busy).commands, "create", ADA)
    problem(response, 503, "STREAM_CONTENDED")
    assert int(response.headers["Retry-After"]) >= 1


def test_a_refused_request_changes_nothing(app: App) -> None:
    for body, headers in [
        ({"name": ""}, {}),
        (ADA, {"If_Match": "x"}),
        (ADA, {"If_Match": '"3"'}),
        (ADA, {"X_Actor": ""}),
    ]:
        assert post(app.commands, "create", body, **headers).status_code in {412, 422}
    assert app.adapters.store.read_head(a_stream("7")).is_new
