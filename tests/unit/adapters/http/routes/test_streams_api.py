"""What operators see of single streams over HTTP: never the data of an event."""

import json
from datetime import datetime
from typing import Any

import pytest

from onewrite.bootstrap import App, memory_adapters
from tests.support.data.parking import parked
from tests.support.data.requests import an_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.http.call import call
from tests.support.http.operator import get, post
from tests.support.http.problems import problem, wrong_fields


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(fragile: Fragile) -> App:
    return app_of(memory_adapters(), fragile)


def views(report: Any, *fields: str) -> list[list[Any]]:
    return [[view[field] for field in fields] for view in report["views"]]


def test_a_stream_shows_its_events_with_where_they_come_from_and_without_their_data(app: App) -> None:
    stream = an_account(app, "chess", key="ada")
    report = get(app, "/stream", stream_id="account-ada")
    [created, added] = report["events"]
    assert (report["stream_id"], report["version"], report["updated_at"]) == ("account-ada", 2, added["committed_at"])
    assert (created["version"], created["type"], created["schema_version"]) == (1, "UserCreated", 1)
    metadata = ("actor", "correlation_id", "causation_id", "traceparent")
    assert [added[name] for name in metadata] == ["ada", "correlation-1", "causation-1", None]
    assert added["event_id"] == list(app.adapters.store.read_stream(stream))[1].event_id
    assert datetime.fromisoformat(added["committed_at"]).tzinfo
    assert not any(data in json.dumps(report) for data in ("chess", "London"))


def test_a_stream_can_be_named_by_its_key_where_there_is_one_category(app: App) -> None:
    an_account(app, key="ada")
    assert get(app, "/stream", stream_id="ada")["stream_id"] == "account-ada"


def test_the_newest_page_comes_first_and_any_page_can_be_asked_for(app: App) -> None:
    an_account(app, *(f"interest {number}" for number in range(9)), key="ada")

    def versions(**page: str) -> list[int]:
        return [event["version"] for event in get(app, "/stream", stream_id="ada", **page)["events"]]

    assert versions(limit="3") == [8, 9, 10]
    assert versions(limit="3", after="4") == [5, 6, 7]
    assert versions(limit="3", after="9") == [10]
    assert versions(after="10") == versions(after="99") == []


def test_how_far_each_view_is_with_the_stream_is_told(app: App) -> None:
    stream = an_account(app, key="ada")
    state = ("projection", "generation", "is_active", "state", "version")
    assert views(get(app, "/stream", stream_id="ada"), *state) == [
        ["profiles", 1, True, "lagging", 0],
        ["interests", 1, True, "lagging", 0],
    ]
    follow(app, stream)
    post(app, "rebuild", projection="profiles")
    report = get(app, "/stream", stream_id="ada")
    assert views(report, *state) == [
        ["profiles", 1, True, "reached", 1],
        ["profiles", 2, False, "lagging", 0],
        ["interests", 1, True, "reached", 1],
    ]
    [[updated_at], [never], _] = views(report, "updated_at")
    assert (updated_at > report["updated_at"], never) == (True, None)


def test_what_stops_a_view_is_told(app: App, fragile: Fragile) -> None:
    parked(app, fragile, "ada")
    [profiles, interests] = get(app, "/stream", stream_id="ada")["views"]
    assert (profiles["state"], profiles["version"], interests["state"]) == ("parked", 1, "reached")
    failure = profiles["failure"]
    assert (failure["version"], failure["event_type"], failure["error_class"]) == (2, "InterestAdded", "ValueError")
    assert failure["parked_at"]


def test_a_view_that_is_not_served_says_why(app: App) -> None:
    an_account(app, key="ada")
    app.adapters.generations.begin("profiles", {"names": ("account_id",)})
    [profiles, interests] = get(app, "/stream", stream_id="ada")["views"]
    assert (profiles["state"], profiles["generation"], interests["problem"]) == ("not_served", None, None)
    assert "names(account_id)" in profiles["problem"]


def test_an_unknown_stream_is_not_found(app: App) -> None:
    an_account(app, key="ada2")
    response = call(app.operations, "GET", "/stream", query_string={"stream_id": "account-ada"})
    assert "account-ada" in problem(response, 404, "STREAM_NOT_FOUND")["detail"]
    nonsense = call(app.operations, "GET", "/stream", query_string={"stream_id": "account-no stream"})
    problem(nonsense, 422, "INVALID_STREAM_ID")


@pytest.mark.parametrize(
    ("path", "query", "wrong"),
    [
        ("/stream", {}, "parameter stream_id"),
        ("/stream", {"stream_id": "ada", "limit": "101"}, "parameter limit"),
        ("/stream", {"stream_id": "ada", "after": "-1"}, "parameter after"),
        ("/stream", {"stream_id": "ada", "after": "9" * 20}, "parameter after"),
        ("/streams", {"limit": "0"}, "parameter limit"),
        ("/causes", {"stream_id": "ada", "version": "9" * 20}, "parameter version"),
    ],
)
def test_what_is_asked_for_is_bounded(app: App, path: str, query: dict[str, str], wrong: str) -> None:
    assert wrong_fields(call(app.operations, "GET", path, query_string=query)) == [wrong]


def test_streams_are_found_by_how_their_ids_begin(app: App) -> None:
    for key in ("7", "70", "71", "8"):
        an_account(app, key=key)
    found = get(app, "/streams", prefix="account-7", limit="2")
    assert [stream["stream_id"] for stream in found["streams"]] == ["account-7", "account-70"]
    assert (found["has_more"], found["streams"][0]["version"]) == (True, 1)
    short = get(app, "/streams", prefix="7")
    assert ([stream["stream_id"][8:] for stream in short["streams"]], short["has_more"]) == (["7", "70", "71"], False)
    assert len(get(app, "/streams")["streams"]) == 4
    assert get(app, "/streams", prefix="9")["streams"] == []


def test_a_stream_that_only_a_rejected_command_has_named_is_none(app: App) -> None:
    rejected = call(app.commands, "POST", "/accounts/ada/rename", {"name": "Eve"}, headers={"Idempotency-Key": "k"})
    assert rejected.status_code in {404, 409}
    assert get(app, "/streams", prefix="account-ada")["streams"] == []


def test_the_system_tells_what_it_is_and_who_asks(app: App) -> None:
    system = call(app.operations, "GET", "/system", headers={"X-Actor": "grace"}).get_json()
    assert (system["caller"], get(app, "/system")["caller"]) == ("grace", "operator")
    assert (system["project"], system["database"], system["operators_see_data"]) == (
        "onewrite-local",
        "onewrite",
        False,
    )
    assert [one["category"] for one in system["categories"]] == ["account"]
    assert "create" in system["categories"][0]["commands"]
    assert "UserCreated" in system["categories"][0]["event_types"]
    assert system["projections"] == [
        {"projection": "profiles", "categories": ["account"], "tables": ["profiles"]},
        {"projection": "interests", "categories": ["account"], "tables": ["interests", "popular_interests"]},
    ]
